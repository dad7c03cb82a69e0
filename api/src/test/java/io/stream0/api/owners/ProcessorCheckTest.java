package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.wire.Holdings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorCheckTest {
  private static final ProcessorAddress ADDRESS = new ProcessorAddress("processor-1:8090");

  private final ProcessorCheck check =
      new ProcessorCheck(Installations.TOPICS, () -> Installations.ID);

  private static Holdings from(String installation, String prefix, int partitions) {
    return new Holdings(
        "processor-1:8090", installation, prefix, partitions, 1, Map.of(), Map.of(), Set.of());
  }

  @Test
  void aProcessorOfThisInstallationIsAccepted() {
    assertThatCode(() -> check.accept(ADDRESS, from(Installations.ID, "s.", 2)))
        .doesNotThrowAnyException();
  }

  @Test
  void whateverDiffersIsToldWithWhatWasExpected() {
    refused(
        from("installation-2", "s.", 2),
        "stream0.processors: processor-1:8090 is of installation installation-2, on another Kafka"
            + " cluster (expected: installation-1, by the same spring.kafka.bootstrap-servers as"
            + " here)");
    refused(
        from("installation-2", "t.", 2), "has stream0.topics.prefix t. (expected: s., as here)");
    refused(
        from(Installations.ID, "s.", 3), "has stream0.topics.partitions 3 (expected: 2, as here)");
  }

  private void refused(Holdings holdings, String sentence) {
    assertThatExceptionOfType(NoProcessorException.class)
        .isThrownBy(() -> check.accept(ADDRESS, holdings))
        .withMessageContaining(sentence);
  }
}

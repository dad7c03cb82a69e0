package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Holdings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HolderCheckTest {
  private static final HolderAddress ADDRESS =
      new HolderAddress(Holder.PROCESSOR, "processor-1:8090");

  private final HolderCheck check = new HolderCheck(Installations.TOPICS, () -> Installations.ID);

  private static Holdings from(String installation, String prefix, int partitions) {
    return from(Holder.PROCESSOR, installation, prefix, partitions);
  }

  private static Holdings from(Holder holder, String installation, String prefix, int partitions) {
    return new Holdings(
        holder, "processor-1:8090", installation, prefix, partitions, 1, Map.of(), Set.of());
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

  @Test
  void aServiceOfAnotherKindIsRefused() {
    refused(
        from(Holder.WEBHOOK_WORKER, Installations.ID, "s.", 2),
        "stream0.processors: processor-1:8090 is a webhook worker (expected: a processor)");
  }

  private void refused(Holdings holdings, String sentence) {
    assertThatExceptionOfType(NotTheHolderException.class)
        .isThrownBy(() -> check.accept(ADDRESS, holdings))
        .withMessageContaining(sentence);
  }
}

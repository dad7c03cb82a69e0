package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.wire.Holdings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class OwnersReadinessTest {
  private final Owners owners = new Owners();
  private final ProcessorLink link = Installations.link("127.0.0.1:1");
  private final OwnersReadiness readiness =
      new OwnersReadiness(
          owners, Installations.processors(owners, "127.0.0.1:1"), Installations.TOPICS);

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void withNoProcessorInReachItIsOutOfService() {
    Health health = readiness.health();
    assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.getDetails())
        .containsEntry("unheld", List.of("inbox-0", "inbox-1", "threads-0", "threads-1"));
  }

  @Test
  void aProcessorThatHoldsNothingIsNobodyToAsk() {
    owners.says(link, Installations.holdings(Map.of(), Map.of()));
    assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
  }

  @Test
  void whileSomePartitionsMoveItIsReadyAndNamesThem() {
    Holdings some = Installations.holdings(Map.of(1, 5L), Map.of());
    owners.says(link, some);
    Health health = readiness.health();
    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails())
        .containsEntry("unheld", List.of("inbox-0", "threads-0", "threads-1"));
    owners.lost(link);
    assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
  }
}

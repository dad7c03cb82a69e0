package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Holdings;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class OwnersReadinessTest {
  private final Holders processors = Installations.holders(Holder.PROCESSOR, "127.0.0.1:1");
  private final Owners owners = processors.owners();
  private final HolderLink link = Installations.link("127.0.0.1:1");
  private final OwnersReadiness readiness =
      new OwnersReadiness(
          processors,
          Installations.holders(Holder.WEBHOOK_WORKER, "127.0.0.1:2"),
          Installations.TOPICS);

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
    // Nor does it stop the conversations that no webhook is told.
    assertThat(health.getDetails().get("webhooks"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("unheld", List.of("deliveries-0", "deliveries-1"));
    owners.lost(link);
    assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
  }
}

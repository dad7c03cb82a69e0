package io.stream0.processor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorReadinessTest {
  private static final String RUNNING = "RUNNING";

  @Test
  void onePartitionWithoutALeaderDoesNotTakeTheOthersOutOfService() {
    assertThat(
            ProcessorReadiness.isReady(RUNNING, Map.of("a", 0L, "b", ProcessorReadiness.UNKNOWN)))
        .isTrue();
    assertThat(ProcessorReadiness.isReady(RUNNING, Map.of("a", ProcessorReadiness.UNKNOWN)))
        .isFalse();
  }

  @Test
  void whoHoldsNothingIsReadyIfItsStreamsRun() {
    assertThat(ProcessorReadiness.isReady(RUNNING, Map.of())).isTrue();
    assertThat(ProcessorReadiness.isReady("REBALANCING", Map.of())).isFalse();
    assertThat(ProcessorReadiness.isReady("NOT_STARTED", Map.of("a", 0L))).isFalse();
  }
}

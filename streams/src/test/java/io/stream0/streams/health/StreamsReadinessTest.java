package io.stream0.streams.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsReadinessTest {
  private static final String RUNNING = "RUNNING";

  @Test
  void onePartitionWithoutALeaderDoesNotTakeTheOthersOutOfService() {
    assertThat(StreamsReadiness.isReady(RUNNING, Map.of("a", 0L, "b", StreamsReadiness.UNKNOWN)))
        .isTrue();
    assertThat(StreamsReadiness.isReady(RUNNING, Map.of("a", StreamsReadiness.UNKNOWN))).isFalse();
  }

  @Test
  void whoHoldsNothingIsReadyIfItsStreamsRun() {
    assertThat(StreamsReadiness.isReady(RUNNING, Map.of())).isTrue();
    assertThat(StreamsReadiness.isReady("REBALANCING", Map.of())).isFalse();
    assertThat(StreamsReadiness.isReady("NOT_STARTED", Map.of("a", 0L))).isFalse();
  }
}

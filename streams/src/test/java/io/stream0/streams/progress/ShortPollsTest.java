package io.stream0.streams.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ShortPollsTest {
  private static final Duration ASKED = Duration.ofMillis(100);
  private static final Set<TopicPartition> SOME = Set.of(new TopicPartition("inbox", 0));

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final ShortPolls polls = new ShortPolls(nanos::get);

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whileNothingMovesItIsAsAsked() {
    polls.assigned(Set.of());
    assertThat(polls.of(ASKED)).isEqualTo(ASKED);
  }

  @Test
  void fromWhenAnAssignmentIsAnotherTheyAreShortForAWhile() {
    polls.assigned(SOME);
    assertThat(polls.of(ASKED)).isEqualTo(ShortPolls.SHORT);
    passes(ShortPolls.MOVING.minusNanos(1));
    polls.assigned(SOME);
    assertThat(polls.of(ASKED)).isEqualTo(ShortPolls.SHORT);
    passes(Duration.ofNanos(1));
    assertThat(polls.of(ASKED)).isEqualTo(ASKED);
    polls.assigned(Set.of());
    assertThat(polls.of(ASKED)).isEqualTo(ShortPolls.SHORT);
  }

  @Test
  void neverLongerThanAsked() {
    polls.assigned(SOME);
    assertThat(polls.of(Duration.ZERO)).isEqualTo(Duration.ZERO);
  }
}

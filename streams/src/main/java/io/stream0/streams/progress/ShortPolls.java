package io.stream0.streams.progress;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * While partitions move, a stream thread looks after each poll what there is to do next: whom to
 * join, what is restored. It is let go sooner then; at all times that would cost a twentieth of a
 * processor for nothing. Of one consumer, in its thread.
 */
final class ShortPolls {
  static final Duration SHORT = Duration.ofMillis(20);

  /** From when an assignment was another than before. */
  static final Duration MOVING = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private Set<TopicPartition> assignment = Set.of();
  private long movedAt;
  private boolean moving;

  ShortPolls() {
    this(System::nanoTime);
  }

  ShortPolls(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long to poll, where that much was asked for. */
  Duration of(Duration asked) {
    moving &= nanoTime.getAsLong() - movedAt < MOVING.toNanos();
    return moving && asked.compareTo(SHORT) > 0 ? SHORT : asked;
  }

  void assigned(Set<TopicPartition> now) {
    if (!now.equals(assignment)) {
      assignment = Set.copyOf(now);
      movedAt = nanoTime.getAsLong();
      moving = true;
    }
  }
}

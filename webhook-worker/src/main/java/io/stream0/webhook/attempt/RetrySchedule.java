package io.stream0.webhook.attempt;

import io.stream0.protocol.id.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is followed by another.
 *
 * @param waits before the second, third, … attempt
 */
record RetrySchedule(List<Duration> waits) {
  /** How far a wait is moved either way, so that what failed together does not come together. */
  static final double JITTER = 0.2;

  RetrySchedule {
    waits = List.copyOf(waits);
    for (Duration wait : waits) {
      if (!wait.isPositive()) {
        throw new InvalidValueException(
            "stream0.webhooks.retry-schedule", wait.toString(), "waits of more than 0");
      }
    }
  }

  /**
   * When to try again; empty if the attempt was the last.
   *
   * @param attempt the one that failed, 1 for the first
   * @param asked how long the endpoint asked to be left alone; null if it did not. It gets once to
   *     twice the scheduled wait
   */
  Optional<Instant> next(
      int attempt, Instant now, @Nullable Duration asked, RandomGenerator random) {
    if (attempt > waits.size()) {
      return Optional.empty();
    }
    Duration wait = waits.get(attempt - 1);
    if (asked != null) {
      Duration most = wait.multipliedBy(2);
      Duration kept = asked.compareTo(wait) < 0 ? wait : asked.compareTo(most) > 0 ? most : asked;
      return Optional.of(now.plus(kept));
    }
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Optional.of(now.plusMillis((long) (wait.toMillis() * factor)));
  }
}

package io.stream0.api.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.stream0.api.problem.TooManyException;
import io.stream0.protocol.id.InvalidValueException;
import java.time.Duration;

/**
 * How many requests a second each API key and each token may make: a token bucket that holds a
 * second's worth. It bounds what one caller takes of this instance, not of all together.
 */
public final class RateLimit {
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final long perSecond;

  /** A bucket that nobody drew from for a minute is full, and need not be kept. */
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().expireAfterAccess(FORGOTTEN_AFTER).build();

  /**
   * @param perSecond 1 or more
   */
  public RateLimit(long perSecond) {
    if (perSecond < 1) {
      throw new InvalidValueException(
          "stream0.requests-per-second", Long.toString(perSecond), "1 or more");
    }
    this.perSecond = perSecond;
  }

  /**
   * Counts a request.
   *
   * @param caller what tells one caller's requests from another's
   * @throws TooManyException if it is one too many now
   */
  void count(String caller) {
    ConsumptionProbe probe = buckets.get(caller, c -> full()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new TooManyException(perSecond, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}

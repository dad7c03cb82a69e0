package io.stream0.api.problem;

import java.time.Duration;

/** A caller makes more requests than it may. */
public final class TooManyException extends RuntimeException {
  private final Duration retryAfter;

  /**
   * @param perSecond how many it may make
   * @param retryAfter when the next is welcome
   */
  public TooManyException(long perSecond, Duration retryAfter) {
    super("requests: too many (expected: at most %d a second)".formatted(perSecond));
    this.retryAfter = retryAfter;
  }

  /** Whole seconds, at least one, as RFC 9110 has it. */
  String secondsToRetry() {
    return Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
  }
}

package io.stream0.api.problem;

import java.time.Duration;

/** A caller makes more requests, streams or keys than it may. */
public final class TooManyException extends RuntimeException {
  private final Duration retryAfter;

  /**
   * @param perSecond how many it may make
   * @param retryAfter when the next is welcome
   */
  public TooManyException(long perSecond, Duration retryAfter) {
    this("requests: too many (expected: at most %d a second)".formatted(perSecond), retryAfter);
  }

  /**
   * @param message what is too many, and how many may be
   * @param retryAfter when the next is welcome
   */
  public TooManyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}

package io.stream0.protocol.query;

import java.time.Duration;

/** So much of what was asked for was asked for lately that it is refused for now. */
public final class BusyException extends RuntimeException {
  private final Duration retryAfter;

  /**
   * @param what what there was too much of, and how much there may be: for whoever asked
   * @param retryAfter when it is welcome again
   */
  public BusyException(String what, Duration retryAfter) {
    super(what);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}

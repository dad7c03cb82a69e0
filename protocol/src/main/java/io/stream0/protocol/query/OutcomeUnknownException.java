package io.stream0.protocol.query;

/**
 * Whoever was asked to do something may have done it, and does not say what came of it. It is not
 * asked for again: that would be done twice.
 */
public final class OutcomeUnknownException extends UnansweredException {
  public OutcomeUnknownException(String why) {
    super(why);
  }

  public OutcomeUnknownException(String why, Throwable cause) {
    super(why, cause);
  }
}

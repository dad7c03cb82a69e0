package io.stream0.protocol.query;

/**
 * Whoever was asked to send something may have sent it, and does not say what came of it. It is not
 * asked for again: that would be sent twice.
 */
public final class OutcomeUnknownException extends UnansweredException {
  public OutcomeUnknownException(String why) {
    super(why);
  }

  public OutcomeUnknownException(String why, Throwable cause) {
    super(why, cause);
  }
}

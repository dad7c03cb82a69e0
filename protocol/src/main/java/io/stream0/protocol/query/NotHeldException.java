package io.stream0.protocol.query;

/**
 * Whoever was asked does not hold the partition now, or lost it while the asker waited. Another
 * does, or soon will: whoever asked looks for it until the deadline.
 */
public final class NotHeldException extends UnansweredException {
  public NotHeldException(String why) {
    super(why);
  }

  public NotHeldException(String why, Throwable cause) {
    super(why, cause);
  }
}

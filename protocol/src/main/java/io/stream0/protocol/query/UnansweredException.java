package io.stream0.protocol.query;

/** Nobody could answer a query in time. It says nothing about what was asked. */
public class UnansweredException extends RuntimeException {
  public UnansweredException(String why) {
    super(why);
  }

  public UnansweredException(String why, Throwable cause) {
    super(why, cause);
  }
}

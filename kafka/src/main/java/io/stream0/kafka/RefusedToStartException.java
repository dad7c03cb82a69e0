package io.stream0.kafka;

/** A service will not start as it is set up; the message is the sentence an operator needs. */
public class RefusedToStartException extends RuntimeException {
  public RefusedToStartException(String message) {
    super(message);
  }
}

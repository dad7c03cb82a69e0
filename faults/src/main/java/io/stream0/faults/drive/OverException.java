package io.stream0.faults.drive;

/** There will be nobody to call any more. */
public final class OverException extends RuntimeException {
  public OverException(String why) {
    super(why);
  }
}

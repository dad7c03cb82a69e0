package io.stream0.faults.history;

/**
 * When a call was made, on the clock that never goes back ({@link System#nanoTime}), and of whom it
 * was asked. What it did happened somewhere in between.
 *
 * @param number of the call in its history
 * @param server the process that was asked; one that was started again is another
 * @param started before the request was written
 * @param ended after the answer was read, or the connection was found broken
 */
public record When(long number, String server, long started, long ended) {
  public When {
    if (ended < started) {
      throw new IllegalArgumentException(
          "ended: %d (expected: %d, when it started, or later)".formatted(ended, started));
    }
  }

  @Override
  public String toString() {
    return "call " + number + " (" + server + ")";
  }
}

package io.stream0.protocol.query;

import java.time.Duration;

/** A moment until which to wait, on the clock that never goes back ({@link System#nanoTime}). */
public record Deadline(long nanoTime) {
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The moment that long after this one. */
  public Deadline plus(Duration time) {
    return new Deadline(nanoTime + time.toNanos());
  }

  /** Nanoseconds that are left; zero or less when it has passed. */
  public long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  public boolean hasPassed() {
    return nanosLeft() <= 0;
  }
}

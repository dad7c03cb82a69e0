package io.stream0.telemetry;

import java.time.Duration;
import java.util.stream.IntStream;

/** The bounds of histograms: few, so that what has many tags stays small. */
public final class Buckets {
  private static final int[] MILLIS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000};

  private Buckets() {}

  /** Of what somebody waits for. */
  public static Duration[] latency() {
    return IntStream.of(MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}

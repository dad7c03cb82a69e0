package io.stream0.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations, to three digits. Of one thread, until they are added to others. */
final class Latencies {
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Histogram nanos = new Histogram(DIGITS);

  void record(long began, long ended) {
    nanos.recordValue(ended - began);
  }

  void add(Latencies others) {
    nanos.add(others.nanos);
  }

  long count() {
    return nanos.getTotalCount();
  }

  double percentileMillis(double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  double p50() {
    return percentileMillis(50);
  }

  double p99() {
    return percentileMillis(99);
  }

  /** As text: p50, p99 and the longest, in milliseconds. */
  String summary() {
    return "p50 %.2f ms, p99 %.2f ms, longest %.1f ms of %,d"
        .formatted(p50(), p99(), nanos.getMaxValue() / NANOS_PER_MILLI, count());
  }
}

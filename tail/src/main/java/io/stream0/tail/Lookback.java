package io.stream0.tail;

/**
 * How many records of a partition are read before a position, so that what repeats them is known:
 * enough for what is forwarded within a commit interval, which is what a crash repeats. What a
 * longer replay repeats is known by {@link SeenSources} or {@link Arbiter}.
 */
record Lookback(int records) {
  private static final int OF_ALL_PARTITIONS = 16 * 1024;
  private static final int LEAST = 200;

  static Lookback of(int partitions) {
    return new Lookback(Math.max(LEAST, OF_ALL_PARTITIONS / partitions));
  }

  /**
   * @param begin of the log
   */
  long before(long offset, long begin) {
    return Math.max(begin, offset - records);
  }
}

package io.stream0.streams.progress;

import io.stream0.streams.Appended;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come in what a partition's group has committed. A replay starts behind
 * that, however long the process was down: what was over by then is over for every record that a
 * fold can still see. Moves only as records come. For the one thread of a stage.
 */
public final class CommittedTime {
  /**
   * How much later than it is over something may be swept: an hour by which the clocks of two
   * brokers may differ, so that event time may go back, and an hour in which outcomes are read.
   */
  public static final Duration GRACE = Duration.ofHours(2);

  private @Nullable Appended<?> newest;
  private @Nullable Appended<?> awaited;
  private Instant committed = Instant.EPOCH;

  /** The record at hand is folded. */
  public void folded(Appended<?> record) {
    newest = record;
  }

  /**
   * @param below the offset below which the group has committed
   */
  public Instant asOf(long below) {
    if (awaited != null && awaited.position().offset() < below) {
      committed = awaited.at().isAfter(committed) ? awaited.at() : committed;
      awaited = null;
    }
    if (awaited == null) {
      awaited = newest;
    }
    return committed;
  }
}

package io.stream0.directory;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** A log of one partition that is folded here, and when it was last known to be so to its end. */
final class FollowedLog {
  private final TopicPartition partition;
  private final EndOffsets ends;
  private final Positions positions;

  /** When the end was asked for that the fold has reached since, by {@link System#nanoTime}. */
  private final AtomicLong confirmed =
      new AtomicLong(System.nanoTime() - Duration.ofDays(1).toNanos());

  FollowedLog(TopicPartition partition, EndOffsets ends, Positions positions) {
    this.partition = partition;
    this.ends = ends;
    this.positions = positions;
  }

  TopicPartition partition() {
    return partition;
  }

  /**
   * Waits until everything is folded that the log held when this was called.
   *
   * @throws UnansweredException if that did not come about in time
   */
  void catchUp(Deadline deadline) {
    long asked = System.nanoTime();
    positions.await(partition, ends.of(partition, deadline), deadline);
    confirm(asked);
  }

  /**
   * The same, unless that is so of some moment not longer ago than this.
   *
   * @throws UnansweredException if that did not come about in time
   */
  void catchUpUnlessWithin(Duration recently, Deadline deadline) {
    if (System.nanoTime() - confirmed.get() > recently.toNanos()) {
      catchUp(deadline);
    }
  }

  /**
   * The same, unless that is so of some moment since then.
   *
   * @param nanoTime by {@link System#nanoTime}
   * @throws UnansweredException if that did not come about in time
   */
  void catchUpSince(long nanoTime, Deadline deadline) {
    if (confirmed.get() - nanoTime < 0) {
      catchUp(deadline);
    }
  }

  /**
   * Everything is folded that the log held then.
   *
   * @param nanoTime by {@link System#nanoTime}
   */
  void confirm(long nanoTime) {
    confirmed.accumulateAndGet(nanoTime, FollowedLog::later);
  }

  /** Of two moments of a clock that may overflow. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}

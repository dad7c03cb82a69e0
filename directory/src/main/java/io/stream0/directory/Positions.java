package io.stream0.directory;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far each log is folded here, and whoever waits for that. */
final class Positions {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private volatile @Nullable String failure;

  /** The offset of the next record to fold. */
  long of(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /** Everything below this offset is folded; who waits for that is woken by {@link #moveTo}. */
  void foldedTo(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  /** Everything below this offset is folded; who waits for that is woken. */
  void moveTo(TopicPartition partition, long offset) {
    lock.lock();
    try {
      positions.put(partition, offset);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be folded, for this reason. */
  void fail(String reason) {
    lock.lock();
    try {
      failure = reason;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more is folded; empty while it is. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Waits until everything below this offset is folded.
   *
   * @throws UnansweredException if that did not come about in time
   */
  void await(TopicPartition partition, long end, Deadline deadline) {
    if (of(partition) >= end) {
      return;
    }
    lock.lock();
    try {
      while (of(partition) < end) {
        long left = deadline.nanosLeft();
        if (failure != null) {
          throw new UnansweredException(failure);
        }
        if (left <= 0) {
          throw new UnansweredException(
              "the directory is at %d of %d of %s".formatted(of(partition), end, partition));
        }
        long unused = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }
}

package io.stream0.streams.progress;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the folds of this process are in each partition they own. A partition is known from when
 * its stage starts, with its stores restored, until it ends; who waits for one that ends is told
 * so.
 *
 * <p>The fold moves it record by record. Where the consumer stands counts too once all it was given
 * is folded: the last offset of a partition need not be a record. That is also where it begins, at
 * the group's committed offset.
 */
public final class Progress {
  private final Map<TopicPartition, Track> tracks = new ConcurrentHashMap<>();
  private final Consumer<TopicPartition> ended;

  private final ReentrantLock moves = new ReentrantLock();
  private final Condition moved = moves.newCondition();
  private long version;

  public Progress() {
    this(partition -> {});
  }

  /**
   * @param ended told of each partition that is not folded here any more, once that is known here
   */
  public Progress(Consumer<TopicPartition> ended) {
    this.ended = ended;
  }

  /** Guarded by itself. Offsets are those of the next record. */
  private static final class Track {
    final PriorityQueue<Waiter> waiters =
        new PriorityQueue<>(Comparator.comparingLong(Waiter::next));
    boolean open;
    long polledTo = -1;
    long polledAt;
    long foldedTo = -1;
    long committedTo = -1;
  }

  private record Waiter(long next, CompletableFuture<Boolean> reached) {}

  /** The stage of this partition has started. */
  public void open(TopicPartition partition) {
    Track track = track(partition);
    synchronized (track) {
      track.open = true;
    }
    tellMoved();
  }

  /** The stage of this partition has ended; nothing that was known of it holds any more. */
  public void close(TopicPartition partition) {
    Track track = tracks.remove(partition);
    if (track != null) {
      synchronized (track) {
        track.open = false;
        track.waiters.forEach(waiter -> waiter.reached().complete(false));
        track.waiters.clear();
      }
      ended.accept(partition);
      tellMoved();
    }
  }

  private void tellMoved() {
    moves.lock();
    try {
      version++;
      moved.signalAll();
    } finally {
      moves.unlock();
    }
  }

  /** Grows whenever a partition begins or ceases to be folded here. */
  public long version() {
    moves.lock();
    try {
      return version;
    } finally {
      moves.unlock();
    }
  }

  /** Waits until the version is another than this one, or the deadline has passed. */
  public void awaitMove(long known, Deadline deadline) throws InterruptedException {
    moves.lock();
    try {
      long left = deadline.nanosLeft();
      while (version == known && left > 0) {
        left = moved.awaitNanos(left);
      }
    } finally {
      moves.unlock();
    }
  }

  /** Whether the partition is folded here now. */
  public boolean isOpen(TopicPartition partition) {
    Track track = tracks.get(partition);
    if (track == null) {
      return false;
    }
    synchronized (track) {
      return track.open;
    }
  }

  /** All partitions that are folded here now. */
  public Set<TopicPartition> open() {
    return tracks.keySet().stream().filter(this::isOpen).collect(Collectors.toUnmodifiableSet());
  }

  /** The consumer handed out records of this partition up to and including this one. */
  public void polled(TopicPartition partition, long offset) {
    Track track = track(partition);
    synchronized (track) {
      track.polledTo = Math.max(track.polledTo, offset + 1);
      track.polledAt = System.nanoTime();
    }
  }

  /** When the consumer last handed out records of this partition, by {@link System#nanoTime}. */
  public long polledAt(TopicPartition partition) {
    Track track = track(partition);
    synchronized (track) {
      return track.polledAt;
    }
  }

  /** The record at this offset is folded, hence all before it. */
  public void folded(TopicPartition partition, long offset) {
    advance(track(partition), offset + 1);
  }

  /** The consumer stands at this offset. */
  public void positioned(TopicPartition partition, long position) {
    Track track = tracks.get(partition);
    if (track == null) {
      return;
    }
    synchronized (track) {
      if (!track.open || track.polledTo > track.foldedTo || position <= track.foldedTo) {
        return;
      }
    }
    advance(track, position);
  }

  /** The group has committed all below this offset. */
  void committed(TopicPartition partition, long next) {
    Track track = tracks.get(partition);
    if (track != null) {
      synchronized (track) {
        track.committedTo = Math.max(track.committedTo, next);
      }
    }
  }

  /** The offset below which this process has committed; -1 before it first did. */
  public long committed(TopicPartition partition) {
    Track track = tracks.get(partition);
    if (track == null) {
      return -1;
    }
    synchronized (track) {
      return track.committedTo;
    }
  }

  /** The offset of the next record to fold; -1 while that is not known here. */
  public long of(TopicPartition partition) {
    Track track = tracks.get(partition);
    if (track == null) {
      return -1;
    }
    synchronized (track) {
      return track.open ? track.foldedTo : -1;
    }
  }

  private static void advance(Track track, long next) {
    synchronized (track) {
      track.foldedTo = Math.max(track.foldedTo, next);
      Waiter first = track.waiters.peek();
      while (first != null && first.next() <= track.foldedTo) {
        track.waiters.remove();
        first.reached().complete(true);
        first = track.waiters.peek();
      }
    }
  }

  private Track track(TopicPartition partition) {
    return tracks.computeIfAbsent(partition, p -> new Track());
  }

  /**
   * Waits until everything below an offset is folded.
   *
   * @throws UnansweredException if it is not in time
   * @throws NotHeldException if the partition is not of this process, or ceases to be meanwhile
   */
  public void await(TopicPartition partition, long next, Deadline deadline) {
    if (!isReached(partition, next, deadline)) {
      throw new UnansweredException(partition + " is not folded up to " + next);
    }
  }

  /**
   * Waits until everything below an offset is folded.
   *
   * @return false if it is not in time
   * @throws NotHeldException if the partition is not of this process, or ceases to be meanwhile
   */
  public boolean isReached(TopicPartition partition, long next, Deadline deadline) {
    Waiter waiter = new Waiter(next, new CompletableFuture<>());
    Track track = tracks.get(partition);
    if (track == null || !joined(track, waiter)) {
      throw new NotHeldException(partition + " is not folded here now");
    }
    try {
      if (!waiter.reached().get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS)) {
        throw new NotHeldException(partition + " moved away");
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      leave(track, waiter);
    }
  }

  private static boolean joined(Track track, Waiter waiter) {
    synchronized (track) {
      if (!track.open) {
        return false;
      }
      if (track.foldedTo >= waiter.next()) {
        waiter.reached().complete(true);
      } else {
        track.waiters.add(waiter);
      }
      return true;
    }
  }

  private static void leave(Track track, Waiter waiter) {
    if (waiter.reached().isDone()) {
      return;
    }
    synchronized (track) {
      track.waiters.remove(waiter);
    }
  }
}

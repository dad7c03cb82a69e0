package io.stream0.tail;

import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.telemetry.EventMeters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last entries of {@code threads} as one follower reads them, and who is told of what comes.
 * Whoever resumes reads what is here first; with the last of it, under the same lock, they become a
 * listener: between the two is nothing, and nothing is in both.
 */
final class Tail {
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private final int maxEntries;
  private final Portion portion;
  private final Held held;
  private final LongAdder tooSlow;
  private final EventMeters meters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  /** In the order in which they were read. Guarded by the lock, like all that is not volatile. */
  private final ArrayDeque<Entry> recent = new ArrayDeque<>();

  private final Map<TenantId, Set<Listener>> listeners = new HashMap<>();
  private long recentBytes;

  /** Of each partition the offset from which on no entry is missing here; none before it opens. */
  private long[] complete = {};

  private @Nullable Ending ending;

  /** Told to every listener that it concerns; null before it opens. */
  private volatile @Nullable Positions reached;

  /**
   * @param maxEntries how many to keep
   * @param portion what one who is behind is given at once
   * @param held what is held for listeners
   * @param tooSlow counts listeners that did not keep up
   */
  Tail(int maxEntries, Portion portion, Held held, LongAdder tooSlow, EventMeters meters) {
    this.maxEntries = maxEntries;
    this.portion = portion;
    this.held = held;
    this.tooSlow = tooSlow;
    this.meters = meters;
  }

  /** What reading on from a position comes to. */
  sealed interface Reading {
    /**
     * These events; none if there is no room for any, or nothing is left to read.
     *
     * @param upTo how far that is
     * @param joined whether the listener is told of all that comes behind it
     */
    record Read(List<Event> events, Positions upTo, boolean joined) implements Reading {}

    /** What follows the position is not here any more, up to that. */
    record Behind(Positions complete) implements Reading {}

    /** The follower has not read as far as the position yet. */
    record Ahead() implements Reading {}

    /** The follower has ended. */
    record Over(Ending why) implements Reading {}
  }

  /**
   * Begins, before it opens.
   *
   * @param from where it is read from: no entry is missing from there on
   */
  void begin(Positions from) {
    lock.lock();
    try {
      complete = from.toArray();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was read next before it opens: within its bounds, the last of it. */
  void prepare(List<Entry> entries) {
    lock.lock();
    try {
      entries.forEach(this::keep);
    } finally {
      lock.unlock();
    }
  }

  /** Lets in who waits. */
  void open(Positions read) {
    lock.lock();
    try {
      reached = read;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was read next, and tells whom it concerns. */
  void append(List<Entry> entries, Positions read) {
    lock.lock();
    try {
      long[] behind = reached().toArray();
      for (Entry entry : entries) {
        behind[entry.partition()] = entry.offset() + 1;
        keep(entry);
        tell(entry, behind);
      }
      reached = read;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    entries.forEach(entry -> meters.told(entry.appended()));
  }

  private void keep(Entry entry) {
    recent.add(entry);
    recentBytes += entry.size();
    while (recent.size() > maxEntries || (recentBytes > MAX_BYTES && recent.size() > 1)) {
      Entry oldest = recent.remove();
      recentBytes -= oldest.size();
      complete[oldest.partition()] = oldest.offset() + 1;
    }
  }

  private void tell(Entry entry, long[] behind) {
    TenantId tenant = entry.event().thread().tenant();
    List<Listener> concerned =
        listeners.getOrDefault(tenant, Set.of()).stream()
            .filter(listener -> listener.selection().takes(entry.event()))
            .toList();
    if (concerned.isEmpty()) {
      return;
    }
    Event event = new Event(entry, Positions.of(behind));
    boolean isRoom = makeRoom(tenant);
    for (Listener listener : concerned) {
      if (!isRoom || !listener.offer(event)) {
        cutOff(listener);
      }
    }
  }

  /**
   * Cuts off those for whom most waits, of the tenant of which most is held, until there is room
   * for more; none of a tenant that has no more than what is reserved for it.
   *
   * @return whether there is: not if all was taken already, by readers who are not done with it
   */
  private boolean makeRoom(TenantId tenant) {
    while (held.isFull(tenant)) {
      Optional<Listener> largest =
          (held.isFullOf(tenant)
                  ? listeners.getOrDefault(tenant, Set.of()).stream()
                  : listeners.values().stream().flatMap(Set::stream))
              .filter(listener -> listener.waiting() > 0)
              .filter(listener -> held.isBeyondReserve(listener.selection().tenant()))
              .max(
                  Comparator.<Listener>comparingLong(l -> held.of(l.selection().tenant()))
                      .thenComparingLong(Listener::waiting));
      if (largest.isEmpty()) {
        return false;
      }
      cutOff(largest.get());
    }
    return true;
  }

  private void cutOff(Listener listener) {
    if (listener.cutOff()) {
      tooSlow.increment();
    }
    leave(listener);
  }

  /**
   * Reads on from a position; at the end of what is here the listener joins, and is told of the
   * rest.
   */
  Reading read(Positions from, Listener listener) {
    lock.lock();
    try {
      if (ending != null) {
        return new Reading.Over(ending);
      }
      Positions end = reached();
      Positions start = Positions.of(complete);
      if (!end.reaches(from)) {
        return new Reading.Ahead();
      }
      return from.reaches(start) ? readHere(from, end, listener) : new Reading.Behind(start);
    } finally {
      lock.unlock();
    }
  }

  private Reading readHere(Positions from, Positions end, Listener listener) {
    TenantId tenant = listener.selection().tenant();
    if (held.isFull(tenant)) {
      return new Reading.Read(List.of(), from, false);
    }
    long[] at = from.toArray();
    List<Event> events = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : recent) {
      if (entry.offset() < at[entry.partition()]) {
        continue;
      }
      if (portion.isFull(0, events.size(), bytes)) {
        return new Reading.Read(events, Positions.of(at), false);
      }
      at[entry.partition()] = entry.offset() + 1;
      if (listener.selection().takes(entry.event())) {
        events.add(new Event(entry, Positions.of(at)));
        bytes += entry.size();
      }
    }
    listeners.computeIfAbsent(tenant, t -> new LinkedHashSet<>()).add(listener);
    return new Reading.Read(events, end, true);
  }

  void leave(Listener listener) {
    lock.lock();
    try {
      TenantId tenant = listener.selection().tenant();
      Set<Listener> left = listeners.get(tenant);
      if (left != null && left.remove(listener) && left.isEmpty()) {
        listeners.remove(tenant);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is read. */
  void end(Ending why) {
    lock.lock();
    try {
      if (ending == null) {
        ending = why;
      }
      listeners.values().forEach(here -> here.forEach(listener -> listener.end(why)));
      listeners.clear();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return ending != null;
    } finally {
      lock.unlock();
    }
  }

  /** How far every listener was told; to be called once it is open. */
  Positions reached() {
    Positions read = reached;
    if (read == null) {
      throw new IllegalStateException("not open");
    }
    return read;
  }

  /**
   * Waits until it is open.
   *
   * @throws UnansweredException if it is not in time, or over
   */
  void awaitOpen(Deadline deadline) {
    lock.lock();
    try {
      long left = deadline.nanosLeft();
      while (reached == null && ending == null && left > 0) {
        left = moved.awaitNanos(left);
      }
      if (reached == null || ending != null) {
        throw new UnansweredException("the log of threads is not followed yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has reached a position, is over, or the deadline has passed. */
  void awaitReached(Positions position, Deadline deadline) {
    lock.lock();
    try {
      long left = deadline.nanosLeft();
      while (!reached().reaches(position) && ending == null && left > 0) {
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}

package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One who is at the end of the log, and what they have not taken yet. Bounded: one who does not
 * keep up is cut off, and nobody waits for them.
 */
final class Listener {
  private static final long MAX_BYTES = 4L * 1024 * 1024;

  /** What is taken at once, and cannot be taken back while a reader is not done with it. */
  private static final long TAKEN_BYTES = 64L * 1024;

  private final Selection selection;
  private final int maxEvents;
  private final Held held;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private long bytes;
  private @Nullable Ending ending;

  /**
   * @param maxEvents how many may wait to be taken
   * @param held what waits is held in
   */
  Listener(Selection selection, int maxEvents, Held held) {
    this.selection = selection;
    this.maxEvents = maxEvents;
    this.held = held;
  }

  Selection selection() {
    return selection;
  }

  /**
   * @return whether it waits to be taken; if not, they do not keep up or are told nothing more
   */
  boolean offer(Event event) {
    lock.lock();
    try {
      int size = event.entry().size();
      boolean isFull = events.size() >= maxEvents || bytes + size > MAX_BYTES;
      if (ending != null || (isFull && !events.isEmpty())) {
        return false;
      }
      bytes += size;
      events.add(event);
      held.hold(List.of(event));
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nothing more comes, and of what waits nothing is left.
   *
   * @return whether they were told of more until now
   */
  boolean cutOff() {
    lock.lock();
    try {
      boolean first = ending == null;
      if (first) {
        ending = Ending.TOO_SLOW;
        drop();
        changed.signalAll();
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes what waits; to be called once nothing more is offered. */
  void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    held.release(events);
    events.clear();
    bytes = 0;
  }

  /** How much waits to be taken, in bytes. */
  long waiting() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; what waits can still be taken. */
  void end(Ending why) {
    lock.lock();
    try {
      if (ending == null) {
        ending = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What waits, or a part of it; if nothing does, what comes until then; empty if nothing did. Who
   * takes it holds it from then on.
   */
  List<Event> take(Deadline until) {
    lock.lock();
    try {
      long left = until.nanosLeft();
      while (events.isEmpty() && ending == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Event> taken = new ArrayList<>();
      long size = 0;
      while (!events.isEmpty() && size < TAKEN_BYTES) {
        Event event = events.remove();
        taken.add(event);
        size += event.entry().size();
      }
      bytes -= size;
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more comes; empty while more does. */
  Optional<Ending> ending() {
    lock.lock();
    try {
      return Optional.ofNullable(ending);
    } finally {
      lock.unlock();
    }
  }
}

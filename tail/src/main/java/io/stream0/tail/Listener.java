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
 * keep up is not told any more, and nobody waits for them.
 */
final class Listener {
  private static final long MAX_BYTES = 4L * 1024 * 1024;

  private final Selection selection;
  private final int maxEvents;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private long bytes;
  private @Nullable Ending ending;

  /**
   * @param maxEvents how many may wait to be taken
   */
  Listener(Selection selection, int maxEvents) {
    this.selection = selection;
    this.maxEvents = maxEvents;
  }

  Selection selection() {
    return selection;
  }

  /**
   * @return whether they are told of more; if not, of what waits nothing is left
   */
  boolean offer(Event event) {
    lock.lock();
    try {
      if (ending != null) {
        return false;
      }
      bytes += event.entry().size();
      if (!events.isEmpty() && (events.size() >= maxEvents || bytes > MAX_BYTES)) {
        events.clear();
        ending = Ending.TOO_SLOW;
      } else {
        events.add(event);
      }
      changed.signalAll();
      return ending == null;
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

  /** All that waits; if nothing does, what comes until then; empty if nothing did. */
  List<Event> take(Deadline until) {
    lock.lock();
    try {
      long left = until.nanosLeft();
      while (events.isEmpty() && ending == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Event> taken = new ArrayList<>(events);
      events.clear();
      bytes = 0;
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

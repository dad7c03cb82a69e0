package io.stream0.tail;

import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets some of those who catch up read at once. Tenants take turns, however many of one tenant
 * wait; those of one tenant come in the order in which they asked. Whoever gives up waiting for a
 * while keeps their place, and holds up nobody meanwhile.
 */
final class Turns {
  private final ReentrantLock lock = new ReentrantLock();

  /** Who waits, of each tenant in order; the first tenant is the next. Guarded by the lock. */
  private final Map<TenantId, Queue<Place>> waiting = new LinkedHashMap<>();

  private int free;

  /**
   * @param atOnce how many read at once
   */
  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** A place for one who will ask for turns. */
  Place place(TenantId tenant) {
    return new Place(tenant);
  }

  /** Calls those whose turn it is. Call with the lock held. */
  private void call() {
    while (free > 0) {
      Optional<Place> next =
          waiting.values().stream().flatMap(Queue::stream).filter(p -> p.present).findFirst();
      if (next.isEmpty()) {
        return;
      }
      take(next.get());
    }
  }

  /** Their tenant is the last then. */
  private void take(Place place) {
    remove(place);
    Queue<Place> others = waiting.remove(place.tenant);
    if (others != null) {
      waiting.put(place.tenant, others);
    }
    free--;
    place.called = true;
    place.changed.signal();
  }

  private void remove(Place place) {
    Queue<Place> places = waiting.get(place.tenant);
    if (places != null && places.remove(place) && places.isEmpty()) {
      waiting.remove(place.tenant);
    }
    place.queued = false;
  }

  /** One who catches up. Of one thread at a time. */
  final class Place {
    private final TenantId tenant;
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock, like what follows. */
    private boolean queued;

    private boolean present;
    private boolean called;

    private Place(TenantId tenant) {
      this.tenant = tenant;
    }

    /**
     * Waits until it is their turn.
     *
     * @return whether it is; if so {@link #done} is to follow
     */
    boolean await(Deadline until) {
      lock.lock();
      try {
        if (!queued) {
          waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(this);
          queued = true;
        }
        present = true;
        call();
        long left = until.nanosLeft();
        while (!called && left > 0) {
          left = changed.awaitNanos(left);
        }
        return called;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        // It may have been called meanwhile: that is a turn like any other.
        return called;
      } finally {
        present = false;
        lock.unlock();
      }
    }

    /** Their turn is over. */
    void done() {
      lock.lock();
      try {
        called = false;
        free++;
        call();
      } finally {
        lock.unlock();
      }
    }

    /** They ask for no turn any more. */
    void leave() {
      lock.lock();
      try {
        remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}

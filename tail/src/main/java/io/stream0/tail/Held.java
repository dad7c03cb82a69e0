package io.stream0.tail;

import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is held in memory for all readers together: what waits for them, and what they were given
 * and have not written. Counted in bytes, what several of them hold once. Nobody who finds it full
 * adds to it; each who has found room may add one portion.
 *
 * <p>A part is reserved for each tenant, by its streams: below that it finds room whatever others
 * hold, who may never come for more. All parts together are as much again as what all may share.
 */
final class Held {
  private static final long OF_ALL = 64L * 1024 * 1024;

  private final long most;
  private final long mostOfTenant;
  private final long reservedOfStream;
  private final ReentrantLock lock = new ReentrantLock();

  /** Who waits for room waits for this. */
  private final Condition less = lock.newCondition();

  /** Of each tenant of which anything is held. Guarded by the lock, like what follows. */
  private final Map<TenantId, Long> ofTenants = new HashMap<>();

  /** How many streams each tenant has that has any. */
  private final Map<TenantId, Integer> streams = new HashMap<>();

  private long all;

  /**
   * @param most bytes of all tenants
   * @param mostOfTenant bytes of one
   * @param reservedOfStream bytes of one for each of its streams, whatever others hold
   */
  Held(long most, long mostOfTenant, long reservedOfStream) {
    this.most = most;
    this.mostOfTenant = mostOfTenant;
    this.reservedOfStream = reservedOfStream;
  }

  /** 64 MiB; of one tenant a quarter, or more if so large a part of the streams may be its own. */
  static Held of(Bounds bounds) {
    long part = OF_ALL * Math.min(bounds.streamsPerTenant(), bounds.streams()) / bounds.streams();
    return new Held(OF_ALL, Math.max(OF_ALL / 4, part), OF_ALL / bounds.streams());
  }

  /** A stream of a tenant begins. */
  void enter(TenantId tenant) {
    lock.lock();
    try {
      streams.merge(tenant, 1, Integer::sum);
      // More is reserved for it now.
      less.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A stream of a tenant that began is over. */
  void leave(TenantId tenant) {
    lock.lock();
    try {
      streams.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }

  /** One more holds these. */
  void hold(Collection<Event> events) {
    lock.lock();
    try {
      for (Event event : events) {
        Entry entry = event.entry();
        Positions behind = event.behind();
        entry.holders++;
        behind.holders++;
        count(
            tenant(event),
            (entry.holders == 1 ? entry.size() : 0) + (behind.holders == 1 ? behind.size() : 0));
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(TenantId tenant, long bytes) {
    if (bytes == 0) {
      return;
    }
    all += bytes;
    ofTenants.merge(
        tenant,
        bytes,
        (held, more) -> {
          long sum = held + more;
          return sum == 0 ? null : sum;
        });
  }

  /** One who held these, of one tenant, does not any more. */
  void release(Collection<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    TenantId tenant = tenant(events.iterator().next());
    lock.lock();
    try {
      boolean wasFull = all >= most;
      boolean wasFullForTenant = isFull(tenant);
      for (Event event : events) {
        Entry entry = event.entry();
        Positions behind = event.behind();
        entry.holders--;
        behind.holders--;
        count(
            tenant,
            -((entry.holders == 0 ? entry.size() : 0) + (behind.holders == 0 ? behind.size() : 0)));
      }
      // Nobody is woken to find that there is no room yet.
      if ((wasFull && all < most) || (wasFullForTenant && !isFull(tenant))) {
        less.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static TenantId tenant(Event event) {
    return event.entry().event().thread().tenant();
  }

  /** Bytes that are held of a tenant. */
  long of(TenantId tenant) {
    lock.lock();
    try {
      return ofTenants.getOrDefault(tenant, 0L);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a tenant has all that it may have, whatever others have. */
  boolean isFullOf(TenantId tenant) {
    return of(tenant) >= mostOfTenant;
  }

  /** Whether a tenant has all that is reserved for it: more is of what all share. */
  boolean isBeyondReserve(TenantId tenant) {
    lock.lock();
    try {
      return of(tenant) >= Math.max(1, reservedOfStream * streams.getOrDefault(tenant, 0));
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more of a tenant is to be held now. */
  boolean isFull(TenantId tenant) {
    lock.lock();
    try {
      return isFullOf(tenant) || (all >= most && isBeyondReserve(tenant));
    } finally {
      lock.unlock();
    }
  }

  /** Those who wait for room and were not woken yet, while this is done. */
  int waitingAfter(Runnable done) {
    lock.lock();
    try {
      done.run();
      return lock.getWaitQueueLength(less);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is room for more of a tenant; whether there is. */
  boolean awaitRoom(TenantId tenant, Deadline until) {
    lock.lock();
    try {
      long left = until.nanosLeft();
      while (isFull(tenant) && left > 0) {
        left = less.awaitNanos(left);
      }
      return !isFull(tenant);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}

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
 * and have not written. Counted in bytes, an entry that several of them hold once. Nobody who finds
 * it full adds to it; each who has found room may add one portion.
 */
final class Held {
  private static final long OF_ALL = 64L * 1024 * 1024;

  private final long most;
  private final long mostOfTenant;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition less = lock.newCondition();

  /** Of each tenant of which anything is held. Guarded by the lock, like what follows. */
  private final Map<TenantId, Long> ofTenants = new HashMap<>();

  private long all;

  /**
   * @param most bytes of all tenants
   * @param mostOfTenant bytes of one
   */
  Held(long most, long mostOfTenant) {
    this.most = most;
    this.mostOfTenant = mostOfTenant;
  }

  /** 64 MiB; of one tenant a quarter, or more if so large a part of the streams may be its own. */
  static Held of(Bounds bounds) {
    long part = OF_ALL * Math.min(bounds.streamsPerTenant(), bounds.streams()) / bounds.streams();
    return new Held(OF_ALL, Math.max(OF_ALL / 4, part));
  }

  /** One more holds these. */
  void hold(Collection<Event> events) {
    lock.lock();
    try {
      for (Event event : events) {
        Entry entry = event.entry();
        entry.holders++;
        if (entry.holders == 1) {
          all += entry.size();
          ofTenants.merge(tenant(entry), (long) entry.size(), Long::sum);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** One who held these does not any more. */
  void release(Collection<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (Event event : events) {
        Entry entry = event.entry();
        entry.holders--;
        if (entry.holders == 0) {
          all -= entry.size();
          ofTenants.computeIfPresent(
              tenant(entry), (t, bytes) -> bytes == entry.size() ? null : bytes - entry.size());
        }
      }
      less.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static TenantId tenant(Entry entry) {
    return entry.event().thread().tenant();
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

  /** Whether nothing more of a tenant is to be held now. */
  boolean isFull(TenantId tenant) {
    lock.lock();
    try {
      return all >= most || isFullOf(tenant);
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

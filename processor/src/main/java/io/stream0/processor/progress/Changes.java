package io.stream0.processor.progress;

import io.stream0.protocol.query.Deadline;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells who waits that what they wait for has changed. A subscriber that evaluates after it
 * subscribed misses nothing: what changed since is told, what changed before is seen.
 */
public final class Changes {
  private final Map<Object, Set<Subscription>> subscriptions = new ConcurrentHashMap<>();

  /**
   * @param subject an inbox's key, a thread's, or a record of {@code inbox} that a thread may have
   */
  public Subscription subscribe(Object subject) {
    Subscription subscription = new Subscription(subject);
    subscriptions.compute(
        subject,
        (s, others) -> {
          Set<Subscription> all = others == null ? ConcurrentHashMap.newKeySet(1) : others;
          all.add(subscription);
          return all;
        });
    return subscription;
  }

  /** Wakes everyone who waits for a change of this. */
  public void signal(Object subject) {
    Set<Subscription> waiting = subscriptions.get(subject);
    if (waiting != null) {
      waiting.forEach(Subscription::signal);
    }
  }

  /** How many wait, for whatever. */
  public int size() {
    return subscriptions.values().stream().mapToInt(Set::size).sum();
  }

  public final class Subscription implements AutoCloseable {
    private final Object subject;
    private final Semaphore changes = new Semaphore(0);

    private Subscription(Object subject) {
      this.subject = subject;
    }

    private void signal() {
      changes.release();
    }

    /**
     * Waits for a change that was not yet waited for.
     *
     * @return false if there was none until the deadline
     */
    public boolean await(Deadline deadline) throws InterruptedException {
      boolean changed = changes.tryAcquire(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
      changes.drainPermits();
      return changed;
    }

    @Override
    public void close() {
      subscriptions.computeIfPresent(
          subject,
          (s, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}

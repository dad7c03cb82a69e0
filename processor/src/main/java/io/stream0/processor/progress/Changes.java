package io.stream0.processor.progress;

import io.stream0.protocol.query.Deadline;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells who waits that what they wait for has changed. A subscriber that evaluates after it
 * subscribed misses nothing: what changed since is told, what changed before is seen.
 */
public final class Changes {
  private final Map<Object, Set<Subscription>> subscriptions = new ConcurrentHashMap<>();

  /**
   * @param subject an inbox's key, a thread's, or a record of {@code inbox} that a thread may have
   * @param partition whose fold changes it; its end here counts as a change
   */
  public Subscription subscribe(Object subject, TopicPartition partition) {
    Subscription subscription = new Subscription(subject, partition);
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

  /** Wakes everyone who waits for whatever of a partition: it is not folded here any more. */
  public void ended(TopicPartition partition) {
    for (Set<Subscription> waiting : subscriptions.values()) {
      for (Subscription subscription : waiting) {
        if (subscription.partition.equals(partition)) {
          subscription.signal();
        }
      }
    }
  }

  /** How many wait, for whatever. */
  public int size() {
    return subscriptions.values().stream().mapToInt(Set::size).sum();
  }

  public final class Subscription implements AutoCloseable {
    private final Object subject;
    private final TopicPartition partition;
    private final Semaphore changes = new Semaphore(0);

    private Subscription(Object subject, TopicPartition partition) {
      this.subject = subject;
      this.partition = partition;
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

package io.stream0.processor.progress;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.query.Deadline;
import java.util.ArrayList;
import java.util.List;
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
  private static final int MOST_ARRIVALS = 100;

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

  /**
   * Wakes everyone who waits for a change of an inbox, and tells what came. It is told to those who
   * wait, and kept nowhere: a row would cost its bytes for as long as the message is kept.
   */
  public void arrived(InboxKey inbox, Arrival arrival) {
    Set<Subscription> waiting = subscriptions.get(inbox);
    if (waiting != null) {
      waiting.forEach(subscription -> subscription.tell(arrival));
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

    /** Guarded by itself; of what comes before the waiter looks, the first few will do. */
    private final List<Arrival> arrivals = new ArrayList<>(0);

    private Subscription(Object subject, TopicPartition partition) {
      this.subject = subject;
      this.partition = partition;
    }

    private void signal() {
      changes.release();
    }

    private void tell(Arrival arrival) {
      synchronized (arrivals) {
        if (arrivals.size() < MOST_ARRIVALS) {
          arrivals.add(arrival);
        }
      }
      signal();
    }

    /** What came since this began, and is traced, in its order. */
    public List<Arrival> arrivals() {
      synchronized (arrivals) {
        return List.copyOf(arrivals);
      }
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

package io.stream0.webhook.delivery;

import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one task's own attempts have put on {@code deliveries} and it has not folded yet. None of it
 * is news: until it is folded the delivery counts as out, and another attempt at it does not begin.
 * So a fold that is behind does not hold up attempts, as long as all that it is behind with stands
 * here.
 */
final class OwnRecords {
  /** With as many a fold that is behind is waited for after all: what waits is in memory. */
  static final int MOST = 20_000;

  private final ConcurrentNavigableMap<Long, Delivery> byOffset = new ConcurrentSkipListMap<>();
  private final Map<Delivery, Long> byDelivery = new ConcurrentHashMap<>();

  /** Of each life the last that tells of a success. */
  private final Map<Life, Long> successes = new ConcurrentHashMap<>();

  private final AtomicInteger size = new AtomicInteger();
  private volatile long foldedTo = -1;

  /**
   * Kafka has acknowledged a record; by any thread, and maybe after it was folded.
   *
   * @param success whether it tells that the endpoint took the delivery
   */
  void acknowledged(Delivery delivery, long offset, boolean success) {
    // In this order: what byOffset has is known in full, and is what is forgotten.
    byDelivery.merge(delivery, offset, Math::max);
    if (success) {
      successes.merge(delivery.life(), offset, Math::max);
    }
    if (byOffset.put(offset, delivery) == null) {
      size.incrementAndGet();
    }
    if (offset <= foldedTo) {
      forget(offset);
    }
  }

  /** The record at this offset is folded, whoever wrote it, hence all before it. */
  void folded(long offset) {
    foldedTo = Math.max(foldedTo, offset);
    forget(offset);
  }

  private void forget(long offset) {
    Entry<Long, Delivery> first = byOffset.firstEntry();
    while (first != null && first.getKey() <= offset) {
      if (byOffset.remove(first.getKey()) != null) {
        size.decrementAndGet();
      }
      byDelivery.remove(first.getValue(), first.getKey());
      successes.remove(first.getValue().life(), first.getKey());
      first = byOffset.firstEntry();
    }
  }

  boolean isFull() {
    return size.get() >= MOST;
  }

  boolean contains(long offset) {
    return byOffset.containsKey(offset);
  }

  boolean contains(Delivery delivery) {
    return byDelivery.containsKey(delivery);
  }

  /** Whether a webhook of this life took something. */
  boolean hasSuccess(Life life) {
    return successes.containsKey(life);
  }
}

package io.stream0.tail;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The consumers of those who catch up: as many as read at once, and no more. Each is kept for whom
 * it read for last, with what it has fetched ahead, until they leave. Where another has a turn and
 * all are kept, they are given that of whoever has come for nothing for longest: a slow reader
 * keeps nobody from reading.
 */
final class LogConsumers {
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Those that read nothing now, by whom they are kept for; the first was put back first. Guarded
   * by the lock, like what follows.
   */
  private final Map<Object, LogConsumer> kept = new LinkedHashMap<>();

  private int open;

  /**
   * @param most how many may be open, beside those that are being closed; no more than that may
   *     have one at once
   * @param consumers makes a consumer that has no group; this closes it
   */
  LogConsumers(int most, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.most = most;
    this.consumers = consumers;
  }

  /**
   * The one that is kept for them; if none is, one that reads nothing yet.
   *
   * @param who has none that is taken
   */
  LogConsumer take(Object who) {
    LogConsumer known;
    boolean isOwn;
    lock.lock();
    try {
      known = kept.remove(who);
      isOwn = known != null;
      if (known == null && open < most) {
        open++;
      } else if (known == null) {
        Iterator<LogConsumer> longest = kept.values().iterator();
        known = longest.next();
        longest.remove();
      }
    } finally {
      lock.unlock();
    }
    if (known == null) {
      return opened();
    }
    if (!isOwn) {
      stop(known);
    }
    return known;
  }

  private void stop(LogConsumer others) {
    try {
      others.stop();
    } catch (RuntimeException | Error e) {
      discard(others);
      throw e;
    }
  }

  private LogConsumer opened() {
    try {
      return new LogConsumer(consumers.get());
    } catch (RuntimeException | Error e) {
      uncount();
      throw e;
    }
  }

  /** Keeps it for whom it has read. */
  void putBack(Object who, LogConsumer consumer) {
    lock.lock();
    try {
      kept.put(who, consumer);
    } finally {
      lock.unlock();
    }
  }

  /** Closes one that was taken. */
  void discard(LogConsumer consumer) {
    // First: who closes one has no turn any more, perhaps, and another who has is to find theirs.
    uncount();
    consumer.close();
  }

  private void uncount() {
    lock.lock();
    try {
      open--;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is kept for them any more. */
  void leave(Object who) {
    LogConsumer own;
    lock.lock();
    try {
      own = kept.remove(who);
      if (own != null) {
        // At once: one that is counted is kept, or has somebody who reads by it.
        open--;
      }
    } finally {
      lock.unlock();
    }
    if (own != null) {
      own.close();
    }
  }
}

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
final class LogReaders {
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Those that read nothing now, by whom they are kept for; the first was put back first. Guarded
   * by the lock, like what follows.
   */
  private final Map<CatchUp, LogReader> kept = new LinkedHashMap<>();

  private int open;

  /**
   * @param most how many may be open, beside those that are being closed; no more than that may
   *     have one at once
   * @param consumers makes a consumer that has no group; this closes it
   */
  LogReaders(int most, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.most = most;
    this.consumers = consumers;
  }

  /** The one that is kept for them; if none is, one that reads nothing yet. */
  LogReader take(CatchUp who) {
    LogReader known;
    boolean isOwn;
    lock.lock();
    try {
      known = kept.remove(who);
      isOwn = known != null;
      if (known == null && open < most) {
        open++;
      } else if (known == null) {
        Iterator<LogReader> longest = kept.values().iterator();
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
      known.stop();
    }
    return known;
  }

  private LogReader opened() {
    try {
      return new LogReader(consumers.get());
    } catch (RuntimeException | Error e) {
      uncount();
      throw e;
    }
  }

  /** Keeps it for whom it has read. */
  void putBack(CatchUp who, LogReader reader) {
    lock.lock();
    try {
      kept.put(who, reader);
    } finally {
      lock.unlock();
    }
  }

  /** Closes one that was taken. */
  void discard(LogReader reader) {
    // First: who closes one has no turn any more, perhaps, and another who has is to find theirs.
    uncount();
    reader.close();
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
  void leave(CatchUp who) {
    LogReader own;
    lock.lock();
    try {
      own = kept.remove(who);
    } finally {
      lock.unlock();
    }
    if (own != null) {
      discard(own);
    }
  }
}

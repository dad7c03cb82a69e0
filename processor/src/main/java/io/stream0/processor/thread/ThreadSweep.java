package io.stream0.processor.thread;

import io.stream0.protocol.id.ThreadKey;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import io.stream0.streams.sweep.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the messages of threads that are older than the retention, a bounded number at a time,
 * going round the threads; then the marks of sources whose message is gone; {@link
 * CommittedTime#GRACE} later than that: by then a repeated entry is too old for the fold, by
 * whichever broker's clock.
 */
final class ThreadSweep {

  private final Duration kept;

  private final Round<ThreadKey> threads =
      new Round<>(
          ThreadRows.FIRST_MESSAGE,
          ThreadRows.LAST_MESSAGE,
          ThreadRows::threadOfMessage,
          ThreadRows::behindMessages);

  /** Where the next sweep begins among sources. */
  private byte[] fromSource = ThreadRows.FIRST_SOURCE;

  ThreadSweep(Duration retention) {
    this.kept = retention.plus(CommittedTime.GRACE);
  }

  /**
   * The keys of rows to delete, in this order.
   *
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   * @param limit about how many messages, and how many sources to look at
   */
  List<byte[]> next(Rows rows, long committed, Instant now, int limit) {
    List<byte[]> keys = new ArrayList<>();
    threads.goOn(rows, limit, (thread, left) -> sweep(rows, thread, committed, now, left, keys));
    addSources(rows, committed, limit, keys);
    return keys;
  }

  private int sweep(
      Rows rows, ThreadKey thread, long committed, Instant now, int limit, List<byte[]> keys) {
    int count = 0;
    try (Scan messages =
        rows.scan(
            ThreadRows.messageKey(thread, 0), ThreadRows.messageKey(thread, Long.MAX_VALUE))) {
      while (count < limit && messages.hasNext()) {
        Row message = messages.next();
        if (KeyBuilder.lastNumber(message.key()) >= committed
            || !ThreadRows.message(message.value()).createdAt().plus(kept).isBefore(now)) {
          break;
        }
        keys.add(message.key());
        keys.add(ThreadRows.ackKey(thread, ThreadRows.messageId(message.value())));
        count++;
      }
    }
    return count;
  }

  /** A source's mark and its message are put together, so one without the other was swept. */
  private void addSources(Rows rows, long committed, int limit, List<byte[]> keys) {
    try (Scan sources = rows.scan(fromSource, ThreadRows.LAST_SOURCE)) {
      for (int looked = 0; looked < limit && sources.hasNext(); looked++) {
        Row source = sources.next();
        fromSource = source.key();
        long offset = ThreadRows.offset(source.value());
        ThreadKey thread = ThreadRows.threadOfSource(source.key());
        if (offset < committed && rows.get(ThreadRows.messageKey(thread, offset)) == null) {
          keys.add(source.key());
        }
      }
      if (!sources.hasNext()) {
        fromSource = ThreadRows.FIRST_SOURCE;
      }
    }
  }
}

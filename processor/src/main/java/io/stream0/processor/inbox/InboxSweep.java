package io.stream0.processor.inbox;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows that erased incarnations left, a bounded number at a time, going round. No reader
 * sees them, swept or not; the erasure itself stays, since it is what refuses what comes late.
 *
 * <p>Facts go only for an erasure that is committed, since a replay from before it would need them,
 * and {@link CommittedTime#GRACE} after it, so that outcomes can be read until then.
 */
final class InboxSweep {
  /** The erasure that the last sweep ended with; the next one begins behind it. */
  private byte[] last = InboxRows.FIRST_ERASED;

  /**
   * The keys of rows to delete, in this order: what leads to others goes last.
   *
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed
   * @param limit about how many; an incarnation's rows can take several sweeps
   */
  List<byte[]> next(Rows rows, long committed, Instant now, int limit) {
    List<byte[]> keys = new ArrayList<>();
    try (Scan erasures = rows.scan(last, InboxRows.LAST_ERASED)) {
      int looked = 0;
      while (erasures.hasNext() && keys.size() < limit && looked++ < limit) {
        Row erasure = erasures.next();
        last = erasure.key();
        boolean due =
            InboxRows.number(erasure.value()) < committed
                && InboxRows.erasedAt(erasure.value()).plus(CommittedTime.GRACE).isBefore(now);
        if (due) {
          left(
              rows,
              InboxRows.inboxOfErased(erasure.key()),
              new Incarnation(KeyBuilder.lastNumber(erasure.key())),
              limit,
              keys);
        }
      }
      if (!erasures.hasNext() && keys.isEmpty()) {
        last = InboxRows.FIRST_ERASED;
      }
    }
    return keys;
  }

  private static void left(
      Rows rows, InboxKey inbox, Incarnation incarnation, int limit, List<byte[]> keys) {
    for (InboxRows.Range range : InboxRows.rangesOf(inbox, incarnation)) {
      try (Scan scan = rows.scan(range.from(), range.to())) {
        while (scan.hasNext() && keys.size() < limit) {
          Row row = scan.next();
          if (range.messages()) {
            keys.add(InboxRows.byIdKey(inbox.tenant(), InboxRows.messageId(row.value())));
          }
          keys.add(row.key());
        }
      }
    }
  }
}

package io.stream0.processor.inbox;

import io.stream0.processor.inbox.InboxRows.Keyed;
import io.stream0.processor.store.Row;
import io.stream0.processor.store.Rows;
import io.stream0.processor.store.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows of idempotency keys whose day is over, a bounded number at a time, going round.
 * They go an hour after it: until then outcomes are read, and by so much the clocks of two brokers
 * may differ.
 */
final class KeySweep {
  private static final Duration KEPT = InboxFacts.KEY_STANDS.plusHours(1);

  /** The row that the last sweep ended with; the next one begins there. */
  private byte[] last = InboxRows.FIRST_KEYED;

  /**
   * The keys of rows to delete.
   *
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   * @param limit how many rows to look at
   */
  List<byte[]> next(Rows rows, long committed, Instant now, int limit) {
    List<byte[]> keys = new ArrayList<>();
    try (Scan scan = rows.scan(last, InboxRows.LAST_KEYED)) {
      for (int looked = 0; looked < limit && scan.hasNext(); looked++) {
        Row row = scan.next();
        last = row.key();
        Keyed keyed = Keyed.of(row.value());
        if (keyed.offset() < committed && keyed.at().plus(KEPT).isBefore(now)) {
          keys.add(row.key());
        }
      }
      if (!scan.hasNext()) {
        last = InboxRows.FIRST_KEYED;
      }
    }
    return keys;
  }
}

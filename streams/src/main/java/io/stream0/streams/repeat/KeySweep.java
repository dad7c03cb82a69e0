package io.stream0.streams.repeat;

import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows of idempotency keys whose day is over, a bounded number at a time, going round.
 * They go {@link CommittedTime#GRACE} after it.
 */
public final class KeySweep {
  private static final Duration KEPT = Repeats.KEY_STANDS.plus(CommittedTime.GRACE);

  /** Before every key's row, and behind it. */
  private static final byte[] FIRST = {Repeats.BY_KEY};

  private static final byte[] LAST = {Repeats.BY_KEY + 1};

  /** The row that the last sweep ended with; the next one begins there. */
  private byte[] last = FIRST;

  /**
   * The keys of rows to delete.
   *
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   * @param limit how many rows to look at
   */
  public List<byte[]> next(Rows rows, long committed, Instant now, int limit) {
    List<byte[]> keys = new ArrayList<>();
    try (Scan scan = rows.scan(last, LAST)) {
      for (int looked = 0; looked < limit && scan.hasNext(); looked++) {
        Row row = scan.next();
        last = row.key();
        Keyed keyed = Keyed.of(row.value());
        if (keyed.offset() < committed && keyed.at().plus(KEPT).isBefore(now)) {
          keys.add(row.key());
        }
      }
      if (!scan.hasNext()) {
        last = FIRST;
      }
    }
    return keys;
  }
}

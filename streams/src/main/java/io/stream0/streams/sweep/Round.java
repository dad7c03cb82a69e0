package io.stream0.streams.sweep;

import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes round the groups that the rows of one kind stand in, such as inboxes or threads, about so
 * many rows at a time, and begins anew behind the last. Of one thread.
 *
 * @param <G> what tells the groups apart
 */
public final class Round<G> {
  /** A group without a row to sweep costs about what so many rows cost. */
  private static final int COST_OF_A_GROUP = 10;

  private final byte[] first;
  private final byte[] last;
  private final Function<byte[], G> groupOf;
  private final Function<G, byte[]> behind;

  /** Where the next part begins. */
  private byte[] from;

  /** Sweeps what is to be swept of one group. */
  public interface Sweep<G> {
    /**
     * @param limit how many rows
     * @return how many there were
     */
    int sweep(G group, int limit);
  }

  /**
   * @param first before all rows of the kind
   * @param last behind them
   * @param groupOf which group a row stands in, by its key
   * @param behind a key behind all rows of a group
   */
  public Round(byte[] first, byte[] last, Function<byte[], G> groupOf, Function<G, byte[]> behind) {
    this.first = first;
    this.last = last;
    this.groupOf = groupOf;
    this.behind = behind;
    this.from = first;
  }

  /**
   * Goes on where the last part ended.
   *
   * @param limit about how many rows
   */
  public void goOn(Rows rows, int limit, Sweep<G> sweep) {
    int left = limit;
    while (left > 0) {
      byte[] key = firstKey(rows);
      if (key == null) {
        from = first;
        return;
      }
      G group = groupOf.apply(key);
      left -= COST_OF_A_GROUP + sweep.sweep(group, left);
      from = behind.apply(group);
    }
  }

  private byte @Nullable [] firstKey(Rows rows) {
    try (Scan scan = rows.scan(from, last)) {
      return scan.hasNext() ? scan.next().key() : null;
    }
  }
}

package io.stream0.webhook.delivery;

import io.stream0.streams.store.Rows;
import java.util.List;

/**
 * The offset of {@code inbox} below which all messages were passed, for good: none of them becomes
 * one to tell of any more, whoever registers since, even if the group's offsets are lost.
 */
public final class Passed {
  private long offset;

  private Passed(long offset) {
    this.offset = offset;
  }

  /** As the rows have it: the highest that was noted. */
  public static Passed of(Rows rows) {
    return new Passed(new DeliveryFacts(rows, null).passed());
  }

  public long offset() {
    return offset;
  }

  /**
   * Moves up, never down.
   *
   * @param committed the offset below which the group has committed; -1 where that is not known
   */
  public DeliveryChange to(long committed) {
    if (committed <= offset) {
      return DeliveryChange.NONE;
    }
    byte[] before = DeliveryRows.passedKey(offset);
    offset = committed;
    return new DeliveryChange(
        List.of(DeliveryRows.mark(DeliveryRows.passedKey(offset))), List.of(before), List.of());
  }
}

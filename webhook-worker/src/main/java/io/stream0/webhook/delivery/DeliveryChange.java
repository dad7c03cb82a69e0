package io.stream0.webhook.delivery;

import io.stream0.streams.store.Row;
import java.time.Instant;
import java.util.List;

/**
 * What a record leads to.
 *
 * @param rows to put in this order: facts first, then hints that follow from them
 * @param gone keys of hints that are of no more use
 * @param dues what is to be sent by now, as the hints among the rows have it
 */
public record DeliveryChange(List<Row> rows, List<byte[]> gone, List<Due> dues) {
  /**
   * A delivery that is to be sent.
   *
   * @param since when it is due, by the clocks of brokers and workers
   */
  public record Due(Life life, Message message, DeliveryState.Pending pending, Instant since) {
    byte[] hint() {
      return DeliveryRows.dueKey(life, pending.due(), message.id(), pending.made());
    }
  }

  /** Whether the row is a hint at what is due; all others are facts. */
  public static boolean isHint(Row row) {
    return DeliveryRows.isDue(row.key());
  }

  static final DeliveryChange NONE = new DeliveryChange(List.of(), List.of(), List.of());
}

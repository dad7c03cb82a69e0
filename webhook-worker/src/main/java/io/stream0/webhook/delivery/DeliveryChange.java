package io.stream0.webhook.delivery;

import io.stream0.protocol.id.MessageId;
import io.stream0.streams.store.Row;
import java.time.Instant;
import java.util.List;

/**
 * What a record leads to.
 *
 * @param rows to put in this order: facts first, then hints that follow from them
 * @param gone keys of hints that are of no more use
 */
public record DeliveryChange(List<Row> rows, List<byte[]> gone) {
  /**
   * When to look at which agent.
   *
   * @param id the message whose telling is due then
   */
  public record Due(Life life, Instant at, MessageId id) {}

  static final DeliveryChange NONE = new DeliveryChange(List.of(), List.of());

  /** What its hints say. */
  public List<Due> dues() {
    return rows.stream()
        .map(Row::key)
        .filter(DeliveryRows::isDue)
        .map(DeliveryRows.Due::of)
        .map(due -> new Due(due.life(), due.at(), due.id()))
        .toList();
  }
}

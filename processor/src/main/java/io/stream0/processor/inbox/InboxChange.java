package io.stream0.processor.inbox;

import io.stream0.protocol.event.ThreadEvent;
import io.stream0.streams.store.Row;
import java.util.List;

/**
 * What a record of {@code inbox} leads to.
 *
 * @param rows to put in this order: facts first, then hints that follow from them
 * @param entries to forward to {@code threads}
 */
public record InboxChange(List<Row> rows, List<ThreadEvent> entries) {
  public static final InboxChange NONE = new InboxChange(List.of(), List.of());

  public static InboxChange of(Row fact) {
    return new InboxChange(List.of(fact), List.of());
  }
}

package io.stream0.processor.thread;

import io.stream0.processor.Evaluation;
import io.stream0.processor.message.PageBuilder;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Query;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;

/** Answers from the rows of the thread store. */
public final class ThreadReader {
  private final Rows rows;

  public ThreadReader(Rows rows) {
    this.rows = rows;
  }

  public Evaluation<MessagePage> read(Query.ReadThread query) {
    PageBuilder page = new PageBuilder(query.limit());
    try (Scan messages =
        rows.scan(
            ThreadRows.messageKey(query.thread(), query.after() + 1),
            ThreadRows.messageKey(query.thread(), Long.MAX_VALUE))) {
      boolean more = true;
      while (more && messages.hasNext()) {
        var row = messages.next();
        if (query.participant() != null && !ThreadRows.hasPart(row.value(), query.participant())) {
          continue;
        }
        byte[] ack = ThreadRows.ackKey(query.thread(), ThreadRows.messageId(row.value()));
        boolean acked = rows.get(ack) != null;
        if (!acked && rows.get(row.key()) == null) {
          // Swept since the scan began, and its acknowledgement after it.
          continue;
        }
        more = page.add(KeyBuilder.lastNumber(row.key()), ThreadRows.message(row.value()), acked);
      }
    }
    MessagePage built = page.build();
    return Evaluation.of(built, built.count() > 0);
  }

  public Evaluation<Boolean> has(Query.ThreadHasMessage query) {
    boolean there = rows.get(ThreadRows.bySourceKey(query.thread(), query.source())) != null;
    return Evaluation.of(there, there);
  }

  /** The first entry of a source has put the fact, which names its own offset. */
  public Evaluation<Boolean> counts(Query.EntryCounts query) {
    byte[] key =
        query.acked() == null
            ? ThreadRows.bySourceKey(query.thread(), query.source())
            : ThreadRows.ackKey(query.thread(), query.acked().bytes());
    byte[] fact = rows.get(key);
    return Evaluation.match(fact != null && ThreadRows.offset(fact) == query.offset());
  }
}

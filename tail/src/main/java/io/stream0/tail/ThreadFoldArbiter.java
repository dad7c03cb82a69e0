package io.stream0.tail;

import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import java.time.Duration;

/** The fold of {@code threads}, which keeps the first entry of each source as a fact. */
final class ThreadFoldArbiter implements Arbiter {
  private final Queries queries;
  private final Duration timeout;

  /**
   * @param timeout for an answer
   */
  ThreadFoldArbiter(Queries queries, Duration timeout) {
    this.queries = queries;
    this.timeout = timeout;
  }

  @Override
  public boolean counts(Entry entry) {
    MessageId acked =
        switch (entry.event()) {
          case MessageAppended message -> null;
          case StatusChanged change -> change.id();
        };
    return queries.ask(
        new Query.EntryCounts(
            entry.event().thread(), entry.event().source(), acked, entry.offset()),
        Freshness.upTo(entry.offset()),
        Patience.none(Deadline.in(timeout)));
  }
}

package io.stream0.processor.answering;

import io.stream0.answering.Answerer;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.Ask;
import io.stream0.protocol.wire.AskCodec;
import java.time.Duration;

/** Answers queries on inboxes and threads. */
public final class QueryAnswerer implements Answerer {
  /** An agent that waits for a message mostly does longer; an outcome is there at once. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Queries queries;

  public QueryAnswerer(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Asked read(byte[] bytes) {
    Ask ask = AskCodec.decode(bytes);
    return new Asked(
        ask.id(),
        ask.patience().match().nanosLeft() > AT_ONCE.toNanos(),
        () -> answer(ask.query(), ask));
  }

  private <A> AnswerCodec.Encoded answer(Query<A> query, Ask ask) {
    return AnswerCodec.encode(query, queries.ask(query, ask.freshness(), ask.patience()));
  }
}

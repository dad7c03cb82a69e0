package io.stream0.processor.answering;

import io.stream0.answering.Answerer;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.Ask;
import io.stream0.protocol.wire.AskCodec;

/** Answers queries on inboxes and threads. */
public final class QueryAnswerer implements Answerer {
  private final Queries queries;

  public QueryAnswerer(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Asked read(byte[] bytes) {
    Ask ask = AskCodec.decode(bytes);
    return new Asked(ask.id(), () -> answer(ask.query(), ask));
  }

  private <A> AnswerCodec.Encoded answer(Query<A> query, Ask ask) {
    return AnswerCodec.encode(query, queries.ask(query, ask.freshness(), ask.patience()));
  }
}

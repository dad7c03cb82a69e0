package io.stream0.api.owners;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.Ask;
import io.stream0.protocol.wire.AskCodec;

/** The query port over HTTP/2. Every query is a read: it may be asked again. */
final class RemoteQueries implements Queries {
  private final Asker asker;
  private final int partitions;

  /**
   * @param partitions how many {@code inbox} and {@code threads} have
   */
  RemoteQueries(Owners owners, int partitions) {
    this.asker = new Asker(owners);
    this.partitions = partitions;
  }

  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    byte[] answer =
        asker.ask(
            HeldPartition.of(query, partitions),
            patience.answer(),
            id -> {
              Ask ask = Ask.of(id, query, freshness, patience);
              return new HolderLink.Call(id, AskCodec.encode(ask), ask.answer(), false);
            });
    try {
      return AnswerCodec.decode(query, answer);
    } catch (InvalidValueException e) {
      throw new UnansweredException("a processor answered what is no answer here", e);
    }
  }
}

package io.stream0.api.owners;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.Ask;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The query port over HTTP/2: asks whoever holds the partition, and while it moves, waits for who
 * takes it, until the deadline. Every query is a read: it may be asked again.
 */
final class RemoteQueries implements Queries {
  private static final Logger log = LoggerFactory.getLogger(RemoteQueries.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Owners owners;
  private final int partitions;
  private final String instance = UUID.randomUUID().toString();
  private final AtomicLong asked = new AtomicLong();

  /**
   * @param partitions how many {@code inbox} and {@code threads} have
   */
  RemoteQueries(Owners owners, int partitions) {
    this.owners = owners;
    this.partitions = partitions;
  }

  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    HeldPartition partition = HeldPartition.of(query, partitions);
    while (true) {
      Owners.Owner owner = owners.of(partition, patience.answer());
      String id = instance + "-" + asked.incrementAndGet();
      Ask ask = Ask.of(id, query, freshness, patience);
      Reply reply = owner.link().ask(partition, ask, () -> owners.holds(owner));
      switch (reply) {
        case Reply.Answered answered -> {
          return decoded(query, answered);
        }
        case Reply.NotHeld notHeld -> again(owner, notHeld.why());
        case Reply.Lost lost -> again(owner, lost.why());
        case Reply.GivenUp givenUp -> log.debug("{} is looked for anew", partition);
        case Reply.Unanswered unanswered -> {
          if (patience.answer().hasPassed()) {
            throw new UnansweredException(unanswered.why());
          }
          log.debug("asked again: {}", unanswered.why());
          ProcessorLink.pause(PAUSE, patience.answer());
        }
      }
    }
  }

  private static <A> A decoded(Query<A> query, Reply.Answered answered) {
    try {
      return AnswerCodec.decode(query, answered.answer());
    } catch (InvalidValueException e) {
      throw new UnansweredException("a processor answered what is no answer here", e);
    }
  }

  private void again(Owners.Owner owner, String why) {
    log.debug("asked again: {}", why);
    owners.wasWrong(owner);
  }
}

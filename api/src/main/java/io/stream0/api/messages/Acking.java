package io.stream0.api.messages;

import io.stream0.api.caller.Caller;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.publish.Published;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.AckOutcome;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.FoundMessage;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.topic.TopicSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acknowledges: of any number of acknowledgements of one message, the log lets one win. */
final class Acking {
  private final TopicSettings topics;
  private final EventPublisher publisher;
  private final Queries queries;
  private final ApiProperties.Timeouts timeouts;

  Acking(
      TopicSettings topics,
      EventPublisher publisher,
      Queries queries,
      ApiProperties.Timeouts timeouts) {
    this.topics = topics;
    this.publisher = publisher;
    this.queries = queries;
    this.timeouts = timeouts;
  }

  /**
   * Returns when the acknowledgement has won, or is a repeat of the one that has.
   *
   * @param key what a repeat of it is told by; null for none
   * @throws ProblemException not found, or not won; nothing is written where that is known before
   */
  void ack(Caller caller, MessageId id, @Nullable IdempotencyKey key) {
    TenantId tenant = caller.tenant();
    FoundMessage message =
        find(tenant, id).filter(found -> isOf(caller, found)).orElseThrow(() -> notThere(id));
    if (message.acked()) {
      if (key != null && key.equals(message.ackedBy())) {
        return;
      }
      throw notThere(id);
    }
    MessageAcked ack =
        new MessageAcked(new InboxKey(tenant, message.agent()), message.incarnation(), id, key);
    Published published = publisher.publish(publisher.newId().toString(), ack);
    long offset = published.position().offset();
    AckOutcome outcome =
        queries.ask(
            new Query.OutcomeOfAck(ack, offset),
            Freshness.upTo(offset),
            Patience.none(Deadline.in(timeouts.visible())));
    switch (outcome) {
      case AckOutcome.Won won -> {}
      case AckOutcome.Lost lost -> throw notThere(id);
    }
  }

  /** To a token, what is in another agent's inbox is not there. */
  private static boolean isOf(Caller caller, FoundMessage message) {
    Agent agent = caller.agent();
    return agent == null || agent.incarnation().equals(message.incarnation());
  }

  /** A message that is not there is looked for again as of now. */
  private Optional<FoundMessage> find(TenantId tenant, MessageId id) {
    Query.FindMessage query = new Query.FindMessage(tenant, id);
    Patience patience = Patience.none(Deadline.in(timeouts.answer()));
    return queries
        .ask(query, Freshness.ANY, patience)
        .or(
            () -> {
              long highest = publisher.highestOfInbox(id.partition(topics.partitions()));
              return queries.ask(query, Freshness.current(highest), patience);
            });
  }

  private static ProblemException notThere(MessageId id) {
    return ProblemException.notFound("no such unread message: " + id);
  }
}

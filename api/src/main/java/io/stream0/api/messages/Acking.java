package io.stream0.api.messages;

import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.publish.Published;
import io.stream0.api.settings.ApiProperties;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
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
   * Returns when the acknowledgement has won.
   *
   * @throws ProblemException not found, or not won; nothing is written where that is known before
   */
  void ack(TenantId tenant, MessageId id) {
    FoundMessage message =
        find(tenant, id).filter(found -> !found.acked()).orElseThrow(() -> notThere(id));
    MessageAcked ack =
        new MessageAcked(new InboxKey(tenant, message.agent()), message.incarnation(), id);
    Published published = publisher.publish(publisher.newId().toString(), ack);
    long offset = published.position().offset();
    AckOutcome outcome =
        queries.ask(
            new Query.OutcomeOfAck(ack.inbox(), ack.incarnation(), id, offset),
            Freshness.upTo(offset),
            Patience.none(Deadline.in(timeouts.visible())));
    switch (outcome) {
      case AckOutcome.Won won -> {}
      case AckOutcome.Lost lost -> throw notThere(id);
    }
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

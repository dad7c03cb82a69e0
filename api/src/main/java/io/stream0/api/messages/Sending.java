package io.stream0.api.messages;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.publish.Published;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.protocol.query.UnansweredException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message: published, decided by the fold of the inbox, visible in the thread. Nothing
 * is answered that may turn out untrue.
 */
final class Sending {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  /** An agent may be deleted and registered again while a message is on its way to it. */
  private static final int TRIES = 3;

  private final Directory directory;
  private final AgentLookup agents;
  private final EventPublisher publisher;
  private final Queries queries;
  private final ApiProperties.Timeouts timeouts;

  Sending(
      Directory directory,
      AgentLookup agents,
      EventPublisher publisher,
      Queries queries,
      ApiProperties.Timeouts timeouts) {
    this.directory = directory;
    this.agents = agents;
    this.publisher = publisher;
    this.queries = queries;
    this.timeouts = timeouts;
  }

  SendResult send(TenantId tenant, AgentId recipient, SendRequest request) {
    Agent agent = agents.find(tenant, recipient);
    for (int i = 0; i < TRIES; i++) {
      MessageSent message = message(tenant, agent, request);
      Published published = publisher.publish(message.id().value(), message);
      Deadline deadline = Deadline.in(timeouts.visible());
      switch (outcome(message, published, deadline)) {
        case Outcome.Decided decided -> {
          switch (decided.outcome()) {
            case SendOutcome.Accepted accepted -> {
              return new SendResult(
                  message.id(),
                  message.thread(),
                  agent.id(),
                  accepted.at(),
                  isVisible(message, published, accepted, deadline));
            }
            case SendOutcome.IncarnationOver over -> agent = agents.findNow(tenant, recipient);
          }
        }
        case Outcome.Unknown unknown -> {
          return undecided(agent, message, published);
        }
      }
    }
    throw ProblemException.unavailable("the agent was deleted and registered again meanwhile");
  }

  private MessageSent message(TenantId tenant, Agent agent, SendRequest request) {
    Sender from =
        new Sender(
            request.from(),
            directory.find(tenant, request.from()).map(Agent::incarnation).orElse(null));
    return new MessageSent(
        agent.inbox(),
        agent.incarnation(),
        MessageId.of(publisher.newId(), agent.inbox()),
        request.thread(),
        from,
        request.type(),
        request.content());
  }

  /** What is known of a message when its time is up. */
  private sealed interface Outcome {
    record Decided(SendOutcome outcome) implements Outcome {}

    record Unknown() implements Outcome {}
  }

  private Outcome outcome(MessageSent message, Published published, Deadline deadline) {
    long offset = published.position().offset();
    try {
      return new Outcome.Decided(
          queries.ask(
              new Query.OutcomeOfSend(message.inbox(), message.incarnation(), message.id(), offset),
              Freshness.upTo(offset),
              Patience.none(deadline)));
    } catch (UnansweredException e) {
      log.warn("outcome of {} not known in time: {}", message.id(), e.getMessage());
      return new Outcome.Unknown();
    }
  }

  private boolean isVisible(
      MessageSent message, Published published, SendOutcome.Accepted accepted, Deadline deadline) {
    RecordPosition source = new RecordPosition(published.position().partition(), accepted.offset());
    ThreadKey thread = new ThreadKey(message.inbox().tenant(), message.thread());
    try {
      return queries.ask(
          new Query.ThreadHasMessage(thread, source), Freshness.ANY, Patience.until(deadline));
    } catch (UnansweredException e) {
      log.warn("{} not known to be visible in time: {}", message.id(), e.getMessage());
      return false;
    }
  }

  /**
   * The fold has not said. If the incarnation is alive after the record was appended, nothing that
   * could end it was before the record: the message will be taken.
   */
  private SendResult undecided(Agent agent, MessageSent message, Published published) {
    if (!agents.isAliveNow(agent)) {
      throw ProblemException.unavailable("what came of the message is not known");
    }
    return new SendResult(message.id(), message.thread(), agent.id(), published.at(), false);
  }
}

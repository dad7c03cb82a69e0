package io.stream0.api.messages;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.caller.Caller;
import io.stream0.api.problem.Problem;
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
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.protocol.query.UnansweredException;
import java.time.Instant;
import java.util.Optional;
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

  SendResult send(Caller caller, AgentId recipient, SendRequest request) {
    Sender from = sender(caller, request);
    Agent agent = agents.find(caller.tenant(), recipient);
    for (int i = 0; i < TRIES; i++) {
      MessageSent message = message(from, agent, request);
      Published published = publisher.publish(message.id().value(), message);
      Deadline deadline = Deadline.in(timeouts.visible());
      Optional<SendOutcome> outcome = outcome(message, published, deadline);
      if (outcome.isEmpty()) {
        return undecided(agent, message, published);
      }
      switch (outcome.get()) {
        case SendOutcome.Accepted accepted -> {
          Durable durable = new Durable(message.id(), accepted.offset(), accepted.at());
          return result(message, published, durable, deadline);
        }
        case SendOutcome.Repeats earlier -> {
          Durable durable = new Durable(earlier.id(), earlier.offset(), earlier.at());
          return result(message, published, durable, deadline);
        }
        case SendOutcome.KeyReused reused ->
            throw new ProblemException(
                Problem.UNPROCESSABLE,
                "Idempotency-Key: %s (expected: the message it stands for, or another key)"
                    .formatted(request.key()));
        case SendOutcome.IncarnationOver over -> agent = agents.findNow(caller.tenant(), recipient);
      }
    }
    throw ProblemException.unavailable("the agent was deleted and registered again meanwhile");
  }

  private Sender sender(Caller caller, SendRequest request) {
    Optional<Agent> registered =
        Optional.ofNullable(caller.agent())
            .or(() -> directory.find(caller.tenant(), request.from()));
    return new Sender(request.from(), registered.map(Agent::incarnation).orElse(null));
  }

  private MessageSent message(Sender from, Agent agent, SendRequest request) {
    return new MessageSent(
        agent.inbox(),
        agent.incarnation(),
        MessageId.of(publisher.newId(), agent.inbox()),
        request.thread(),
        from,
        request.type(),
        request.content(),
        request.repeatable());
  }

  /** What the fold decided; empty where that is not known in time. */
  private Optional<SendOutcome> outcome(
      MessageSent message, Published published, Deadline deadline) {
    long offset = published.position().offset();
    try {
      return Optional.of(
          queries.ask(
              new Query.OutcomeOfSend(message, offset, published.at()),
              Freshness.upTo(offset),
              Patience.none(deadline)));
    } catch (UnansweredException e) {
      log.warn("outcome of {} not known in time: {}", message.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /** A message that an inbox took, by the record that it took. */
  private record Durable(MessageId id, long offset, Instant at) {}

  private SendResult result(
      MessageSent sent, Published published, Durable durable, Deadline deadline) {
    RecordPosition source = new RecordPosition(published.position().partition(), durable.offset());
    return new SendResult(
        durable.id(),
        sent.thread(),
        sent.inbox().agent(),
        durable.at(),
        isVisible(new ThreadKey(sent.inbox().tenant(), sent.thread()), source, deadline));
  }

  private boolean isVisible(ThreadKey thread, RecordPosition source, Deadline deadline) {
    try {
      return queries.ask(
          new Query.ThreadHasMessage(thread, source), Freshness.ANY, Patience.until(deadline));
    } catch (UnansweredException e) {
      log.warn("message {} not known to be visible in time: {}", source, e.getMessage());
      return false;
    }
  }

  /**
   * The fold has not said. A message with a key may be a repeat, and is not known. If the
   * incarnation is alive after the record was appended, nothing that could end it was before the
   * record: the message will be taken.
   */
  private SendResult undecided(Agent agent, MessageSent message, Published published) {
    if (message.repeatable() != null || !agents.isAliveNow(agent)) {
      throw ProblemException.unavailable("what came of the message is not known");
    }
    return new SendResult(message.id(), message.thread(), agent.id(), published.at(), false);
  }
}

package io.stream0.api.agents;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.Decision;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.publish.Published;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.directory.RegistrationOutcome;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;

/**
 * Registers and deletes. What is asked for goes onto the log of registrations; what comes of it is
 * what this process's own directory makes of that record, as every other's does.
 */
public final class Registrations {
  private final Directory directory;
  private final AgentLookup agents;
  private final EventPublisher publisher;
  private final Queries queries;
  private final ApiProperties.Timeouts timeouts;

  public Registrations(
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

  /**
   * Makes or changes an agent; writes nothing where all already is as asked. Returns when its inbox
   * is open: from then on nothing reaches an earlier agent of that id, however stale its sender.
   */
  public Agent register(RegistrationRequested request) {
    directory.catchUp(Deadline.in(timeouts.answer()));
    Agent agent =
        directory
            .find(request.tenant(), request.agent())
            .filter(known -> known.id().equals(request.agent()))
            .filter(known -> !known.isChangedBy(request))
            .orElseGet(() -> publish(request));
    open(agent);
    return agent;
  }

  private Agent publish(RegistrationRequested request) {
    return switch (outcome(request)) {
      case RegistrationOutcome.Registered registered -> registered.agent();
      case RegistrationOutcome.NameTaken taken ->
          throw new ProblemException(
              Problem.CONFLICT,
              "name: %s (expected: one that no other agent has; %s has it)"
                  .formatted(taken.name(), taken.holder()));
      case RegistrationOutcome.Rotated r -> throw unexpected(r);
      case RegistrationOutcome.WebhookSecretRotated r -> throw unexpected(r);
      case RegistrationOutcome.WebhookSwitchedOff s -> throw unexpected(s);
      case RegistrationOutcome.Deleted d -> throw unexpected(d);
      case RegistrationOutcome.NotThere n -> throw unexpected(n);
      case RegistrationOutcome.Named n -> throw unexpected(n);
    };
  }

  /** A repeat of a registration that crashed half-way opens what that one did not. */
  private void open(Agent agent) {
    Query.InboxIsOpen query = new Query.InboxIsOpen(agent.inbox(), agent.incarnation());
    if (queries.ask(query, Freshness.ANY, Patience.none(Deadline.in(timeouts.answer())))) {
      return;
    }
    Published opened =
        publisher.publish(
            publisher.newId().toString(), new InboxOpened(agent.inbox(), agent.incarnation()));
    queries.ask(
        query,
        Freshness.upTo(opened.position().offset()),
        Patience.none(Deadline.in(timeouts.answer())));
  }

  /** Ends the agent's incarnation and returns when its inbox is erased. */
  public Agent delete(TenantId tenant, AgentId name) {
    Agent agent = agents.findNow(tenant, name);
    RegistrationOutcome outcome =
        outcome(new DeletionRequested(tenant, agent.id(), agent.incarnation()));
    if (!(outcome instanceof RegistrationOutcome.Deleted)) {
      throw ProblemException.notFound("no such agent: " + name);
    }
    boolean erased =
        queries.ask(
            new Query.InboxIsErased(agent.inbox(), agent.incarnation()),
            Freshness.ANY,
            Patience.until(Deadline.in(timeouts.answer())));
    if (!erased) {
      throw ProblemException.unavailable(
          "the agent is deleted; that its inbox is erased is not confirmed yet");
    }
    return agent;
  }

  /** Gives the agent another token; the one before is void from then on. */
  public Agent rotate(Agent agent) {
    RegistrationOutcome outcome =
        outcome(new RotationRequested(agent.tenant(), agent.id(), agent.incarnation()));
    if (outcome instanceof RegistrationOutcome.Rotated rotated) {
      return rotated.agent();
    }
    throw ProblemException.notFound("no such agent: " + agent.id());
  }

  /** Gives the agent's webhook another secret; nothing is signed with the one before any more. */
  public Agent rotateWebhookSecret(Agent agent) {
    RegistrationOutcome outcome =
        outcome(
            new WebhookSecretRotationRequested(agent.tenant(), agent.id(), agent.incarnation()));
    if (outcome instanceof RegistrationOutcome.WebhookSecretRotated rotated) {
      return rotated.agent();
    }
    throw ProblemException.notFound("no such agent: " + agent.id());
  }

  private RegistrationOutcome outcome(RegistrationEvent event) {
    String id = publisher.newId().toString();
    return Decision.of(
        directory.outcomes(), id, () -> publisher.publish(id, event), timeouts.answer());
  }

  private static IllegalStateException unexpected(RegistrationOutcome outcome) {
    return new IllegalStateException("outcome of another event: " + outcome);
  }
}

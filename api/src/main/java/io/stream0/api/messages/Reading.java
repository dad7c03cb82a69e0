package io.stream0.api.messages;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.agents.Presence;
import io.stream0.api.caller.Caller;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.Traces;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads inboxes and threads, never staler than what anyone was told before. */
final class Reading {
  /** An agent may be deleted and registered again while its inbox is read. */
  private static final int TRIES = 3;

  private final TopicSettings topics;
  private final AgentLookup agents;
  private final Presence presence;
  private final EventPublisher publisher;
  private final Queries queries;
  private final ApiProperties.Timeouts timeouts;
  private final Traces traces;

  Reading(
      TopicSettings topics,
      AgentLookup agents,
      Presence presence,
      EventPublisher publisher,
      Queries queries,
      ApiProperties.Timeouts timeouts,
      Traces traces) {
    this.topics = topics;
    this.agents = agents;
    this.presence = presence;
    this.publisher = publisher;
    this.queries = queries;
    this.timeouts = timeouts;
    this.traces = traces;
  }

  /**
   * What to read of an inbox.
   *
   * @param thread null for all threads
   * @param timeout how long to wait for a message if there is none
   * @param peek whether to leave no trace of the agent having been here
   */
  record InboxRequest(
      Query.Status status,
      @Nullable ThreadId thread,
      long after,
      int limit,
      Duration timeout,
      boolean peek) {}

  MessagePage inbox(Caller caller, AgentId name, InboxRequest request) {
    TenantId tenant = caller.tenant();
    Deadline match = Deadline.in(request.timeout());
    Patience patience = new Patience(match, match.plus(timeouts.answer()));
    Agent agent = agents.find(tenant, name);
    for (int i = 0; i < TRIES; i++) {
      caller.requireMayActFor(agent, "read an inbox");
      if (!request.peek()) {
        presence.seen(agent);
      }
      Query.ReadInbox query =
          new Query.ReadInbox(
              agent.inbox(),
              agent.incarnation(),
              request.status(),
              request.thread(),
              request.after(),
              request.limit());
      long highest = publisher.highestOfInbox(query.partition(topics.partitions()));
      switch (queries.ask(query, Freshness.current(highest), patience)) {
        case InboxReading.Read read -> {
          traces.received(topics.names().inbox(), read.traces());
          return read.page();
        }
        case InboxReading.Over over -> agent = agents.findNow(tenant, name);
      }
    }
    throw ProblemException.unavailable("the agent was deleted and registered again meanwhile");
  }

  /** An unknown thread is an empty one; to a token, so is one that its agent has no part in. */
  MessagePage thread(Caller caller, ThreadId thread, long after, int limit) {
    Agent agent = caller.agent();
    return queries.ask(
        new Query.ReadThread(
            new ThreadKey(caller.tenant(), thread),
            agent == null ? null : agent.incarnation(),
            after,
            limit),
        Freshness.current(-1),
        Patience.none(Deadline.in(timeouts.answer())));
  }
}

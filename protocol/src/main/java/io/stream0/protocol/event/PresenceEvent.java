package io.stream0.protocol.event;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;

/** What is known of an agent's presence, on the topic {@code presence}, keyed tenant/agent. */
public sealed interface PresenceEvent {
  InboxKey agent();

  Incarnation incarnation();

  /** {@code agent.seen}: its inbox was read, when Kafka appended this. */
  record AgentSeen(InboxKey agent, Incarnation incarnation) implements PresenceEvent {}
}

package io.stream0.protocol.event;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;

/** What happens to one inbox, on the topic {@code inbox}, keyed tenant/agent. */
public sealed interface InboxEvent {
  InboxKey inbox();

  /** The life of the agent that the event is about. */
  Incarnation incarnation();

  /** {@code inbox.opened}: from here on the inbox takes nothing for a lower incarnation. */
  record InboxOpened(InboxKey inbox, Incarnation incarnation) implements InboxEvent {}

  /** {@code message.sent}: asks the inbox to take a message. */
  record MessageSent(
      InboxKey inbox,
      Incarnation incarnation,
      MessageId id,
      ThreadId thread,
      Sender from,
      MessageType type,
      RawJson content)
      implements InboxEvent {}

  /** {@code message.acked}: asks for the one acknowledgement that a message can have. */
  record MessageAcked(InboxKey inbox, Incarnation incarnation, MessageId id)
      implements InboxEvent {}

  /** {@code inbox.erased}: that incarnation is over, and what it received does not exist. */
  record InboxErased(InboxKey inbox, Incarnation incarnation) implements InboxEvent {}
}

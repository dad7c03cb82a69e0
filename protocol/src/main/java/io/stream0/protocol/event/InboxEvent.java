package io.stream0.protocol.event;

import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/** What happens to one inbox, on the topic {@code inbox}, keyed tenant/agent. */
public sealed interface InboxEvent {
  InboxKey inbox();

  /** The life of the agent that the event is about. */
  Incarnation incarnation();

  /** {@code inbox.opened}: from here on the inbox takes nothing for a lower incarnation. */
  record InboxOpened(InboxKey inbox, Incarnation incarnation) implements InboxEvent {}

  /**
   * {@code message.sent}: asks the inbox to take a message.
   *
   * @param repeatable null where the sender gave no key to tell a repeat by
   */
  record MessageSent(
      InboxKey inbox,
      Incarnation incarnation,
      MessageId id,
      ThreadId thread,
      Sender from,
      MessageType type,
      RawJson content,
      @Nullable Repeatable repeatable)
      implements InboxEvent {}

  /**
   * {@code message.acked}: asks for the one acknowledgement that a message can have.
   *
   * @param key what a repeat of it is told by; null where the caller gave none
   */
  record MessageAcked(
      InboxKey inbox, Incarnation incarnation, MessageId id, @Nullable IdempotencyKey key)
      implements InboxEvent {}

  /** {@code inbox.erased}: that incarnation is over, and what it received does not exist. */
  record InboxErased(InboxKey inbox, Incarnation incarnation) implements InboxEvent {}
}

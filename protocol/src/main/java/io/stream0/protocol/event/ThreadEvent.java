package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import java.time.Instant;

/**
 * What happens in one thread, on the topic {@code threads}, keyed tenant/thread. The order of its
 * log is the order of the thread. An entry can come more than once, always with the same source.
 */
public sealed interface ThreadEvent {
  ThreadKey thread();

  /** The record of the topic {@code inbox} that this entry derives from. */
  RecordPosition source();

  MessageId id();

  /**
   * {@code message.appended}: an inbox took a message.
   *
   * @param createdAt when Kafka appended the message's record to {@code inbox}
   */
  record MessageAppended(
      ThreadKey thread,
      RecordPosition source,
      MessageId id,
      Sender from,
      AgentId to,
      Incarnation toIncarnation,
      MessageType type,
      RawJson content,
      Instant createdAt)
      implements ThreadEvent {}

  /** {@code message.status-changed}: the message was acknowledged, at the time given. */
  record StatusChanged(ThreadKey thread, RecordPosition source, MessageId id, Instant ackedAt)
      implements ThreadEvent {}
}

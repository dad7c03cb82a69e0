package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /**
   * {@code message.status-changed}: the message was acknowledged.
   *
   * @param by whose inbox it was in, so who acknowledged it; null in entries from before that was
   *     told
   * @param ackedAt when Kafka appended the acknowledgement's record to {@code inbox}
   */
  record StatusChanged(
      ThreadKey thread,
      RecordPosition source,
      MessageId id,
      @Nullable Recipient by,
      Instant ackedAt)
      implements ThreadEvent {}
}

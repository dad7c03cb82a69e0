package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of the topic {@code inbox}. */
public sealed interface InboxRecord {
  Position at();

  AgentId agent();

  /** Which of the agents that had this name one after the other. */
  long incarnation();

  record Opened(Position at, AgentId agent, long incarnation) implements InboxRecord {}

  record Erased(Position at, AgentId agent, long incarnation) implements InboxRecord {}

  /**
   * @param appended when Kafka appended the record
   */
  record Sent(
      Position at,
      AgentId agent,
      long incarnation,
      MessageId id,
      ThreadId thread,
      AgentId from,
      String content,
      @Nullable IdempotencyKey key,
      Instant appended)
      implements InboxRecord {}

  record Acked(Position at, AgentId agent, long incarnation, MessageId id) implements InboxRecord {}
}

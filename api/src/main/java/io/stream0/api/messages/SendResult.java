package io.stream0.api.messages;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;

/**
 * A message that is durable.
 *
 * @param visible whether it is confirmed to be in the inbox and the thread, for every reader
 */
record SendResult(MessageId id, ThreadId thread, AgentId to, Instant createdAt, boolean visible) {}

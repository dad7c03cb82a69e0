package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;

/** A message as a read showed it, but for its status. */
public record Message(
    MessageId id, ThreadId thread, AgentId from, AgentId to, String content, String createdAt) {}

package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;

/**
 * A message as its thread has it on the log.
 *
 * @param source the record of {@code inbox} that it derives from
 */
public record ThreadEntry(
    Position at,
    ThreadId thread,
    MessageId id,
    AgentId from,
    AgentId to,
    String content,
    Position source) {}

package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import org.jspecify.annotations.Nullable;

/**
 * A message as its sender means it; all repeats of a send are of one sending.
 *
 * @param content no two sendings have the same one, so a message tells which sending it is of
 * @param key what its repeats are told by; null for one that is never repeated
 */
public record Sending(
    AgentId to, ThreadId thread, AgentId from, String content, @Nullable IdempotencyKey key) {}

package io.stream0.protocol.query;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is.
 *
 * @param agent whose inbox
 * @param incarnation of which life of that agent
 * @param acked whether it was acknowledged
 * @param ackedBy the key of the acknowledgement that won; null where it has none
 */
public record FoundMessage(
    AgentId agent, Incarnation incarnation, boolean acked, @Nullable IdempotencyKey ackedBy) {}

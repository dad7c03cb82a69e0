package io.stream0.protocol.query;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;

/**
 * Where a message is.
 *
 * @param agent whose inbox
 * @param incarnation of which life of that agent
 * @param acked whether it was acknowledged
 */
public record FoundMessage(AgentId agent, Incarnation incarnation, boolean acked) {}

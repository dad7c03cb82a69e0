package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;

/**
 * Whom a message is to.
 *
 * @param incarnation which life of the agent received it
 */
public record Recipient(AgentId id, Incarnation incarnation) {}

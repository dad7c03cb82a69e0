package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Who a message is from: with an API key any name may stand here, registered or not.
 *
 * @param incarnation which life of the agent sent it; null where no agent of that id was registered
 */
public record Sender(AgentId id, @Nullable Incarnation incarnation) {}

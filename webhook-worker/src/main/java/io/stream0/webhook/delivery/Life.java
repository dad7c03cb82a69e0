package io.stream0.webhook.delivery;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;

/** One life of an agent, whose webhook is told. */
public record Life(InboxKey agent, Incarnation incarnation) {}

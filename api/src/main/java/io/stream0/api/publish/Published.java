package io.stream0.api.publish;

import io.stream0.protocol.event.RecordPosition;
import java.time.Instant;

/**
 * A record that Kafka has acknowledged.
 *
 * @param at when Kafka appended it
 */
public record Published(RecordPosition position, Instant at) {}

package io.stream0.faults.history;

import io.stream0.protocol.id.MessageId;
import java.time.Instant;

/**
 * A record of the topic {@code deliveries} by which a message is told.
 *
 * @param id {@code webhook-id}
 * @param appended when Kafka appended the record
 */
public record Delivered(Position at, MessageId message, String id, Instant appended) {}

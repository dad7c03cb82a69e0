package io.stream0.streams;

import io.stream0.protocol.event.RecordPosition;
import java.time.Instant;

/**
 * An event as the log has it.
 *
 * @param position where in the topic
 * @param at when Kafka appended it; the same for every reader
 */
public record Appended<E>(RecordPosition position, Instant at, E event) {}

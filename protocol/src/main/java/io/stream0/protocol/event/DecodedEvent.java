package io.stream0.protocol.event;

/**
 * An event as it was read from a topic.
 *
 * @param id its {@code ce_id}
 */
public record DecodedEvent<E>(String id, E event) {}

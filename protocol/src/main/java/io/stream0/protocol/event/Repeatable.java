package io.stream0.protocol.event;

import io.stream0.protocol.id.IdempotencyKey;

/**
 * What makes the repeat of a send known.
 *
 * @param key as the sender gave it; counts among its messages to one agent for 24 hours
 * @param fingerprint a hash of the message: the same key with another is a mistake of the sender's
 */
public record Repeatable(IdempotencyKey key, String fingerprint) {}

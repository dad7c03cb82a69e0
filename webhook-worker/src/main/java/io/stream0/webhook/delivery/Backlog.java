package io.stream0.webhook.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to be told of one partition.
 *
 * @param pending how many deliveries; by their hints, so it may count some twice for a moment
 * @param oldest since when the oldest that is due has been; empty if none is
 */
public record Backlog(long pending, Optional<Instant> oldest) {}

package io.stream0.api.caller;

import io.stream0.protocol.id.TenantId;

/**
 * Who is calling.
 *
 * @param tenant whose agents, threads and inboxes it may use
 */
public record Caller(TenantId tenant) {}

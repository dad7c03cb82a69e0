package io.stream0.protocol.id;

/**
 * An issued API key: whose it is, what it is called in public, and what finds it when it is shown.
 */
public record KeyRef(TenantId tenant, KeyId id, KeyHash hash) {}

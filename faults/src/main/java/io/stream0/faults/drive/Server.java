package io.stream0.faults.drive;

import java.net.URI;

/**
 * Someone who answers calls.
 *
 * @param name what the history calls it; one that is started again has another
 */
public record Server(String name, URI address) {}

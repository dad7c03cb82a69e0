package io.stream0.faults.history;

/**
 * A message of a page.
 *
 * @param acked its status there
 */
public record Shown(Message message, boolean acked) {}

package io.stream0.tail;

/**
 * What one who watches is told.
 *
 * @param behind how far they have been told once they have this
 */
public record Event(Entry entry, Positions behind) {}

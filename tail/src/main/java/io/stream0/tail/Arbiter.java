package io.stream0.tail;

import io.stream0.protocol.query.UnansweredException;

/** Knows of every entry whether it is the first of its source. */
interface Arbiter {
  /**
   * @throws UnansweredException if nobody could say in time
   */
  boolean counts(Entry entry);
}

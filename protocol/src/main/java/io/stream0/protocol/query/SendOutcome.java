package io.stream0.protocol.query;

import java.time.Instant;

/** What the fold decided about a message that was sent. */
public sealed interface SendOutcome {
  /**
   * The inbox took it.
   *
   * @param offset of the record of {@code inbox} that it took
   * @param at when Kafka appended that record: the message's {@code created_at}
   */
  record Accepted(long offset, Instant at) implements SendOutcome {}

  /** The incarnation it was sent to is over; the inbox did not take it. */
  record IncarnationOver() implements SendOutcome {}
}

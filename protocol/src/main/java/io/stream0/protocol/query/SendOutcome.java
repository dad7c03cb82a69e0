package io.stream0.protocol.query;

import io.stream0.protocol.id.MessageId;
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

  /**
   * It is the repeat of an earlier one, which the inbox took.
   *
   * @param id of the earlier message
   * @param offset of the earlier record
   * @param at when Kafka appended the earlier record
   */
  record Repeats(MessageId id, long offset, Instant at) implements SendOutcome {}

  /** Its key stands for another message of the same sender to the same agent. */
  record KeyReused() implements SendOutcome {}

  /** The incarnation it was sent to is over; the inbox did not take it. */
  record IncarnationOver() implements SendOutcome {}
}

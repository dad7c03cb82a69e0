package io.stream0.protocol.query;

/** What the fold decided about a message that was sent. */
public sealed interface SendOutcome {
  /** The inbox took it. */
  record Accepted() implements SendOutcome {}

  /** The incarnation it was sent to is over; the inbox did not take it. */
  record IncarnationOver() implements SendOutcome {}
}

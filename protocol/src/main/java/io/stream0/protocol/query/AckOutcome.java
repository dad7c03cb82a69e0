package io.stream0.protocol.query;

/** What the fold decided about an acknowledgement. */
public sealed interface AckOutcome {
  /** It is the one that counts, or a repeat of it. */
  record Won() implements AckOutcome {}

  /** Another was before it, or the message does not exist any more. */
  record Lost() implements AckOutcome {}
}

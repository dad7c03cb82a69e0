package io.stream0.api.owners;

/** What came of asking a processor. */
sealed interface Reply {
  /** It answered. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a codec; never compared
  record Answered(byte[] answer) implements Reply {}

  /** It does not hold the partition, or not any more. */
  record NotHeld(String why) implements Reply {}

  /** The wait for it was given up: by what the processor says of itself it holds it no more. */
  record GivenUp() implements Reply {}

  /** It could not answer in time, or would not. */
  record Unanswered(String why) implements Reply {}

  /** The connection to it broke, or nothing came in time. */
  record Lost(String why) implements Reply {}
}

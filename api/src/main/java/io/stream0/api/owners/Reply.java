package io.stream0.api.owners;

/** What came of asking whoever holds a partition. */
sealed interface Reply {
  /** It answered. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a codec; never compared
  record Answered(byte[] answer) implements Reply {}

  /** It does not hold the partition, or not any more. */
  record NotHeld(String why) implements Reply {}

  /**
   * The wait for it was given up: by what they say of themselves they hold it no more.
   *
   * @param sent whether they may have it
   */
  record GivenUp(boolean sent) implements Reply {}

  /** It could not answer in time, or would not. */
  record Unanswered(String why) implements Reply {}

  /**
   * The connection broke, or nothing came in time.
   *
   * @param sent whether they may have it
   */
  record Lost(String why, boolean sent) implements Reply {}
}

package io.stream0.protocol.query;

import java.time.Duration;

/**
 * How long a query may take.
 *
 * @param match until when to wait for something to answer with, such as a message to arrive
 * @param answer until when the answer must be there, be it that there is nothing
 */
public record Patience(Deadline match, Deadline answer) {
  /** One deadline for both: an answer that comes without what was waited for is of no use. */
  public static Patience until(Deadline deadline) {
    return new Patience(deadline, deadline);
  }

  /** Waits for nothing to come, only for the answer as things are. */
  public static Patience none(Deadline answer) {
    return new Patience(Deadline.in(Duration.ZERO), answer);
  }
}

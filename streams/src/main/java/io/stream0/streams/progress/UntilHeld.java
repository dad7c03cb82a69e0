package io.stream0.streams.progress;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Patience where all is one process: whoever asks for a partition that is not held now, as while a
 * stream thread is replaced, waits until it is again.
 */
public final class UntilHeld {
  /** A store may be closed for a moment without its partition having moved. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private UntilHeld() {}

  /**
   * Asks until the partition is held.
   *
   * @throws NotHeldException if it is not until the deadline
   */
  public static <A> A ask(Progress progress, Deadline deadline, Supplier<A> question) {
    while (true) {
      long before = progress.version();
      try {
        return question.get();
      } catch (NotHeldException e) {
        awaitMove(progress, before, deadline, e);
      }
    }
  }

  private static void awaitMove(
      Progress progress, long before, Deadline deadline, NotHeldException e) {
    if (deadline.hasPassed()) {
      throw e;
    }
    try {
      progress.awaitMove(before, Deadline.in(LOOK_AGAIN));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", interrupted);
    }
  }
}

package io.stream0.processor.query;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.progress.Progress;
import java.time.Duration;

/**
 * The port where all is one process: whoever asks for a partition that is not held now, as while a
 * stream thread is replaced, waits until it is again.
 */
public final class PatientQueries implements Queries {
  /** A store may be closed for a moment without its partition having moved. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final LocalQueries here;
  private final Progress progress;

  public PatientQueries(LocalQueries here, Progress progress) {
    this.here = here;
    this.progress = progress;
  }

  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    while (true) {
      long before = progress.version();
      try {
        return here.ask(query, freshness, patience);
      } catch (NotHeldException e) {
        awaitMove(before, patience, e);
      }
    }
  }

  private void awaitMove(long before, Patience patience, NotHeldException e) {
    if (patience.answer().hasPassed()) {
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

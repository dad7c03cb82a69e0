package io.stream0.processor.query;

import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.progress.UntilHeld;

/** The port where all is one process. */
public final class PatientQueries implements Queries {
  private final LocalQueries here;
  private final Progress progress;

  public PatientQueries(LocalQueries here, Progress progress) {
    this.here = here;
    this.progress = progress;
  }

  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    return UntilHeld.ask(progress, patience.answer(), () -> here.ask(query, freshness, patience));
  }
}

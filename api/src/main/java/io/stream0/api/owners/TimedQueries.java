package io.stream0.api.owners;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;

/** Measures how long queries take, those that wait apart from those that do not. */
record TimedQueries(Queries queries, MeterRegistry registry) implements Queries {
  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    String waits = Boolean.toString(!patience.match().hasPassed());
    Timer.Sample sample = Timer.start(registry);
    try {
      return queries.ask(query, freshness, patience);
    } finally {
      sample.stop(
          registry.timer(
              "stream0.query", "query", query.getClass().getSimpleName(), "waits", waits));
    }
  }
}

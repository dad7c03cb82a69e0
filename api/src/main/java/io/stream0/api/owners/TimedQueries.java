package io.stream0.api.owners;

import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.telemetry.QueryMeters;

/** Measures how long queries take, those that wait apart from those that do not. */
record TimedQueries(Queries queries, QueryMeters meters) implements Queries {
  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    return meters.measure(
        query, !patience.match().hasPassed(), () -> queries.ask(query, freshness, patience));
  }
}

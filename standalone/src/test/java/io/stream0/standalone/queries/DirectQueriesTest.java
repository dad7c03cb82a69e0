package io.stream0.standalone.queries;

import io.stream0.processor.query.PatientQueries;
import io.stream0.protocol.query.Queries;

/** The query port of the all-in-one, by a call. */
class DirectQueriesTest extends QueriesConformance {
  @Override
  Queries queries() {
    return new PatientQueries(one.queries, one.progress);
  }

  /** There is no other. */
  @Override
  Folding successor() {
    return one;
  }
}

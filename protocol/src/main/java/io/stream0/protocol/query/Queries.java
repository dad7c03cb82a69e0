package io.stream0.protocol.query;

/** The port through which api asks whoever holds an inbox or a thread. */
public interface Queries {
  /**
   * Waits until {@code freshness} is reached, evaluates the query, and while nothing matches waits
   * for a change, until {@link Patience#match()}; then the answer is given as of a fresh read
   * index. Blocks its thread: call it on a virtual one.
   *
   * @throws UnansweredException if nobody could answer before {@link Patience#answer()}: nothing is
   *     known then, least of all that there is nothing
   */
  <A> A ask(Query<A> query, Freshness freshness, Patience patience);
}

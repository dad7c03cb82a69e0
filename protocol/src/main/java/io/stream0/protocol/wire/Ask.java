package io.stream0.protocol.wire;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Query;
import java.time.Duration;

/**
 * A query on its way to who holds its partition. Clocks of two machines are not compared: how long
 * it may take travels as what is left of it.
 *
 * @param id names it among all asks, so that the asker can call it off
 * @param match what is left of {@link Patience#match()}; zero when it has passed
 * @param answer what is left of {@link Patience#answer()}
 */
public record Ask(String id, Query<?> query, Freshness freshness, Duration match, Duration answer) {
  /** An ask that is sent now. */
  public static Ask of(String id, Query<?> query, Freshness freshness, Patience patience) {
    return new Ask(id, query, freshness, left(patience.match()), left(patience.answer()));
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofNanos(Math.max(0, deadline.nanosLeft()));
  }

  /** How long it may take, for who receives it now. */
  public Patience patience() {
    return new Patience(Deadline.in(match), Deadline.in(answer));
  }
}

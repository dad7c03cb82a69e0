package io.stream0.api.events;

import io.stream0.tail.Watching;
import java.time.Duration;

/** How long a stream of events may say nothing, though all is well. */
public final class Silence {
  private Silence() {}

  /**
   * Whoever hears nothing for longer may take the stream for dead. Who has joined is given a sign
   * each {@code stream0.events.heartbeat}; who catches up may be silent for as long as a turn
   * lasts, behind what was not long enough for a sign before it.
   *
   * @param answer {@code stream0.timeouts.answer}: a turn may end in a question
   */
  public static Duration longest(Duration answer) {
    Duration behind =
        EventStream.WHILE_BEHIND.plus(EventStream.LOOK_AGAIN).plus(Watching.TURN).plus(answer);
    Duration joined = EventsProperties.MOST_HEARTBEAT.plus(EventStream.LOOK_AGAIN);
    return behind.compareTo(joined) > 0 ? behind : joined;
  }
}

package io.stream0.tail;

import java.util.List;

/** What comes next for one who watches. */
public sealed interface Next {
  /** These, one or more, in this order. */
  record Told(List<Event> events) implements Next {}

  /**
   * Nothing that they watch, by now.
   *
   * @param upTo how far they were told all: to resume from there costs less than from further back
   */
  record Nothing(Positions upTo) implements Next {}

  /**
   * Some events cannot be told.
   *
   * @param from where it goes on
   */
  record Gap(Reason reason, Positions from) implements Next {
    /** Why not. */
    public enum Reason {
      /** They are older than what the log keeps. */
      EXPIRED,
      /**
       * The log ends before the position: it is another installation's, or the log lost its end.
       */
      AHEAD
    }
  }

  /** Nothing more comes. */
  record Ended(Ending why) implements Next {}
}

package io.stream0.faults.network;

/**
 * What is wrong with a way.
 *
 * @param requests whether what the connecting process says does not arrive
 * @param answers whether what the listening process says does not arrive
 * @param manner what becomes of it
 */
public record Cut(boolean requests, boolean answers, Manner manner) {
  /** What becomes of bytes that do not arrive. */
  public enum Manner {
    /**
     * They arrive when the way is healed, as those of a connection that outlives a broken link: TCP
     * sends them again.
     */
    LATE,
    /**
     * They are gone, while the connection seems to be there; once the way is healed it is reset, as
     * by a firewall that has forgotten it.
     */
    LOST,
    /** Connections are reset, and so is each new one. Direction makes no difference. */
    RESET
  }

  public Cut {
    if (!requests && !answers) {
      throw new IllegalArgumentException("a cut of neither direction (expected: one or both)");
    }
  }

  /** Nothing arrives, either way. */
  public static Cut both(Manner manner) {
    return new Cut(true, true, manner);
  }

  /** The same of the ways back: whose requests these are, their answers are those. */
  Cut reversed() {
    return new Cut(/* requests= */ answers, /* answers= */ requests, manner);
  }

  @Override
  public String toString() {
    String direction = requests && answers ? "both ways" : requests ? "requests" : "answers";
    return switch (manner) {
      case LATE -> direction + " held up";
      case LOST -> direction + " lost";
      case RESET -> "connections reset";
    };
  }
}

package io.stream0.faults.history;

/** Some time of a run, on the clock of {@link When}. */
public record Period(long from, long to) {
  /** Whether a call was under way in it. */
  public boolean overlaps(When when) {
    return when.started() <= to && when.ended() >= from;
  }
}

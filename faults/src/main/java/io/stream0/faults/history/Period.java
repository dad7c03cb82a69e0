package io.stream0.faults.history;

/** Some time of a run, on the clock of {@link When}. */
public record Period(long from, long to) {
  /** Whether a call was under way in it. */
  public boolean overlaps(When when) {
    return overlaps(when.started(), when.ended());
  }

  /** Whether it and the time from one moment to another have some in common. */
  public boolean overlaps(long started, long ended) {
    return started <= to && ended >= from;
  }
}

package io.stream0.protocol.id;

/**
 * Which life of an agent: each registration of a new agent takes the next number of its tenant's
 * count, so that a deleted agent and a later one of the same id share nothing.
 */
public record Incarnation(long number) implements Comparable<Incarnation> {
  public Incarnation {
    if (number < 1) {
      throw new InvalidValueException("incarnation", Long.toString(number), "1 or more");
    }
  }

  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}

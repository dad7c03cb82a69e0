package io.stream0.faults.network;

/**
 * From the process that connects to the one that listens.
 *
 * @param from the name of the one that connects
 * @param to the name of the one that listens
 */
public record Way(String from, String to) {
  @Override
  public String toString() {
    return from + " to " + to;
  }
}

package io.stream0.faults.history;

/** Where a record is in its topic. */
public record Position(int partition, long offset) {
  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}

package io.stream0.protocol.event;

/** Where a record stands in its topic. Offsets of one partition order what happened there. */
public record RecordPosition(int partition, long offset) {
  @Override
  public String toString() {
    return partition + "-" + offset;
  }
}

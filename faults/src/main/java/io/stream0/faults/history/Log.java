package io.stream0.faults.history;

import java.util.List;

/**
 * What is on the topics, each partition in the order of its offsets.
 *
 * @param threads messages alone; changes of their status are left out
 * @param deliveries those that were told; attempts in vain are left out
 */
public record Log(List<InboxRecord> inbox, List<ThreadEntry> threads, List<Delivered> deliveries) {
  public Log {
    inbox = List.copyOf(inbox);
    threads = List.copyOf(threads);
    deliveries = List.copyOf(deliveries);
  }

  /** Where nobody was told. */
  public Log(List<InboxRecord> inbox, List<ThreadEntry> threads) {
    this(inbox, threads, List.of());
  }
}

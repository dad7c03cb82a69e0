package io.stream0.faults.history;

import java.util.List;

/**
 * What is on the topics, each partition in the order of its offsets.
 *
 * @param threads messages alone; changes of their status are left out
 */
public record Log(List<InboxRecord> inbox, List<ThreadEntry> threads) {
  public Log {
    inbox = List.copyOf(inbox);
    threads = List.copyOf(threads);
  }
}

package io.stream0.faults.history;

import java.util.List;

/**
 * What a read answered with.
 *
 * @param more whether it said that more follows
 */
public record Page(List<Shown> messages, boolean more) {
  public Page {
    messages = List.copyOf(messages);
  }
}

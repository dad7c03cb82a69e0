package io.stream0.protocol.wire;

import io.stream0.protocol.topic.TopicNames;
import java.util.List;
import java.util.Locale;

/** A log whose partitions are folded, each by one process that others ask of it. */
public enum Log {
  /** Of a processor: what is in inboxes. */
  INBOX,
  /** Of a processor: what is in threads. */
  THREADS,
  /** Of a webhook worker: what is told to webhooks, and what became of it. */
  DELIVERIES;

  /**
   * The topics that one task folds for it: whoever folds a partition of it holds that partition of
   * each. How far it is, is how far it is in the first.
   */
  public List<String> topics(TopicNames names) {
    return switch (this) {
      case INBOX -> List.of(names.inbox());
      case THREADS -> List.of(names.threads());
      case DELIVERIES -> List.of(names.deliveries(), names.inbox());
    };
  }

  /** As it is written: {@code inbox}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

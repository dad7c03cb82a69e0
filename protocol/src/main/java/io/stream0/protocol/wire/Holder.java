package io.stream0.protocol.wire;

import io.stream0.protocol.id.InvalidValueException;
import java.util.List;

/** A kind of service that holds partitions, and is asked of what it folds from them. */
public enum Holder {
  PROCESSOR("processor", "stream0.processors", "stream0.processor.server"),
  WEBHOOK_WORKER("webhook worker", "stream0.webhook-workers", "stream0.webhooks.server");

  private final String noun;
  private final String addresses;
  private final String server;

  Holder(String noun, String addresses, String server) {
    this.noun = noun;
    this.addresses = addresses;
    this.server = server;
  }

  /** What people call it: {@code webhook worker}. */
  public String noun() {
    return noun;
  }

  /** The setting of whoever asks that says where some of them are. */
  public String addresses() {
    return addresses;
  }

  /** What its own settings of where it listens begin with. */
  public String server() {
    return server;
  }

  /** What it folds. */
  public List<Log> logs() {
    return switch (this) {
      case PROCESSOR -> List.of(Log.INBOX, Log.THREADS);
      case WEBHOOK_WORKER -> List.of(Log.DELIVERIES);
    };
  }

  /** The same as it is written. */
  String word() {
    return noun.replace(' ', '-');
  }

  static Holder ofWord(String word) {
    for (Holder holder : values()) {
      if (holder.word().equals(word)) {
        return holder;
      }
    }
    throw new InvalidValueException("service", word, "processor or webhook-worker");
  }
}

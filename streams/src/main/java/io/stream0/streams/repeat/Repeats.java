package io.stream0.streams.repeat;

import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which sends are repeats. Rows of kind {@code K}: agent, incarnation, sender, idempotency key and
 * offset lead to the message that the key stands for as of that offset. A key may come to stand for
 * another message after its day: the newest below counts.
 */
public final class Repeats {
  /** The kind of its rows. */
  public static final char BY_KEY = 'K';

  /** How long a key stands for its message, by the times of the two records. */
  static final Duration KEY_STANDS = Duration.ofHours(24);

  private final Rows rows;

  public Repeats(Rows rows) {
    this.rows = rows;
  }

  /**
   * The earlier message that a send is a repeat of, by its key; empty if it is none.
   *
   * @param below only facts of records below this offset
   * @param at when Kafka appended the send
   */
  public Optional<Keyed> repeated(MessageSent sent, long below, Instant at) {
    return repeated(
        sent.inbox(), sent.incarnation(), sent.from().id(), sent.repeatable(), below, at);
  }

  /** The same of a send that is known by parts. */
  public Optional<Keyed> repeated(
      InboxKey inbox,
      Incarnation incarnation,
      AgentId sender,
      @Nullable Repeatable repeatable,
      long below,
      Instant at) {
    if (repeatable == null || below == 0) {
      return Optional.empty();
    }
    byte[] from = key(inbox, incarnation, sender, repeatable.key(), 0);
    byte[] to = key(inbox, incarnation, sender, repeatable.key(), below - 1);
    try (Scan newest = rows.scanBack(from, to)) {
      return newest.hasNext()
          ? Optional.of(Keyed.of(newest.next().value()))
              .filter(keyed -> at.isBefore(keyed.at().plus(KEY_STANDS)))
          : Optional.empty();
    }
  }

  /** The fact that a message's key stands for it; empty where it has none. */
  public static Optional<Row> row(MessageSent sent, long offset, Instant at) {
    Repeatable repeatable = sent.repeatable();
    return repeatable == null
        ? Optional.empty()
        : Optional.of(
            new Row(
                key(sent.inbox(), sent.incarnation(), sent.from().id(), repeatable.key(), offset),
                new Keyed(offset, at, sent.id(), repeatable.fingerprint()).value()));
  }

  private static byte[] key(
      InboxKey inbox, Incarnation incarnation, AgentId sender, IdempotencyKey key, long offset) {
    return KeyBuilder.of(BY_KEY)
        .text(inbox.bytes())
        .number(incarnation.number())
        .text(sender.value())
        .text(key.value())
        .number(offset)
        .key();
  }
}

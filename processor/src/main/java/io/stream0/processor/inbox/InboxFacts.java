package io.stream0.processor.inbox;

import io.stream0.processor.inbox.InboxRows.Keyed;
import io.stream0.processor.inbox.InboxRows.Place;
import io.stream0.processor.message.StoredMessage;
import io.stream0.processor.store.KeyBuilder;
import io.stream0.processor.store.Rows;
import io.stream0.processor.store.Scan;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rows say as of an offset: facts of records at or above it do not exist for whoever
 * decides about the record at it. A store may well have them, after a replay or a restore.
 */
final class InboxFacts {
  /** As of now: every fact there is. */
  static final long NOW = Long.MAX_VALUE;

  /** How long a key stands for its message, by the times of the two records. */
  private static final Duration KEY_STANDS = Duration.ofHours(24);

  private final Rows rows;

  InboxFacts(Rows rows) {
    this.rows = rows;
  }

  /** Whether the incarnation was erased, or the inbox opened for a later one, below the offset. */
  boolean isOver(InboxKey inbox, Incarnation incarnation, long below) {
    return isErased(inbox, incarnation, below) || isOpenForLater(inbox, incarnation, below);
  }

  boolean isErased(InboxKey inbox, Incarnation incarnation, long below) {
    return isBelow(rows.get(InboxRows.erasedKey(inbox, incarnation)), below);
  }

  boolean isOpen(InboxKey inbox, Incarnation incarnation, long below) {
    return isBelow(rows.get(InboxRows.openedKey(inbox, incarnation.number())), below);
  }

  private boolean isOpenForLater(InboxKey inbox, Incarnation incarnation, long below) {
    byte[] from = InboxRows.openedKey(inbox, incarnation.number() + 1);
    byte[] to = InboxRows.openedKey(inbox, Long.MAX_VALUE);
    try (Scan opened = rows.scan(from, to)) {
      while (opened.hasNext()) {
        if (isBelow(opened.next().value(), below)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isBelow(byte @Nullable [] fact, long below) {
    return fact != null && InboxRows.number(fact) < below;
  }

  /** Where the message is, whatever became of its incarnation. */
  Optional<Place> place(TenantId tenant, MessageId id, long below) {
    byte[] value = rows.get(InboxRows.byIdKey(tenant, id));
    return Optional.ofNullable(value).map(Place::of).filter(place -> place.offset() < below);
  }

  /** The position of the last message that the inbox took below the offset; 0 if it took none. */
  long lastPosition(InboxKey inbox, Incarnation incarnation, long below) {
    byte[] from = InboxRows.messageKey(inbox, incarnation, 0);
    byte[] to = InboxRows.messageKey(inbox, incarnation, Long.MAX_VALUE);
    long newest = 0;
    try (Scan messages = rows.scanBack(from, to)) {
      if (messages.hasNext()) {
        var row = messages.next();
        newest = KeyBuilder.lastNumber(row.key());
        if (InboxRows.number(row.value()) < below) {
          return newest;
        }
      }
    }
    return lastPositionBetween(inbox, incarnation, below, 0, newest);
  }

  /**
   * For stores that are ahead of the offset. All that was taken below it is there, and numbered
   * without a gap; of what was taken above it, any part may be missing. So "there, and below" holds
   * up to the position sought and nowhere behind it.
   *
   * @param holds a position at which it holds, or 0
   * @param fails a later one at which it does not, or 0 if the inbox is empty
   */
  private long lastPositionBetween(
      InboxKey inbox, Incarnation incarnation, long below, long holds, long fails) {
    long low = holds;
    long high = fails;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      byte[] value = rows.get(InboxRows.messageKey(inbox, incarnation, middle));
      if (value != null && InboxRows.number(value) < below) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Optional<StoredMessage> message(InboxKey inbox, Incarnation incarnation, long position) {
    return Optional.ofNullable(rows.get(InboxRows.messageKey(inbox, incarnation, position)))
        .map(InboxRows::message);
  }

  boolean isAcked(InboxKey inbox, Incarnation incarnation, long position, long below) {
    return isBelow(ack(inbox, incarnation, position), below);
  }

  /** The row of the acknowledgement that won. */
  byte @Nullable [] ack(InboxKey inbox, Incarnation incarnation, long position) {
    return rows.get(InboxRows.ackKey(inbox, incarnation, position));
  }

  /** The earlier message that a send is a repeat of, by its key; empty if it is none. */
  Optional<Keyed> repeated(MessageSent sent, long below, Instant at) {
    Repeatable repeatable = sent.repeatable();
    if (repeatable == null || below == 0) {
      return Optional.empty();
    }
    InboxKey inbox = sent.inbox();
    AgentId sender = sent.from().id();
    byte[] from = InboxRows.byKeyKey(inbox, sent.incarnation(), sender, repeatable.key(), 0);
    byte[] to = InboxRows.byKeyKey(inbox, sent.incarnation(), sender, repeatable.key(), below - 1);
    try (Scan newest = rows.scanBack(from, to)) {
      return newest.hasNext()
          ? Optional.of(Keyed.of(newest.next().value()))
              .filter(keyed -> at.isBefore(keyed.at().plus(KEY_STANDS)))
          : Optional.empty();
    }
  }

  /** Hint: all from {@code start} to before this are acked. */
  long runEnd(InboxKey inbox, Incarnation incarnation, long start) {
    byte[] value = rows.get(InboxRows.runEndKey(inbox, incarnation, start));
    return value == null ? start : InboxRows.number(value);
  }

  /** Hint: all from this to before {@code end} are acked. */
  long runStart(InboxKey inbox, Incarnation incarnation, long end) {
    byte[] value = rows.get(InboxRows.runStartKey(inbox, incarnation, end));
    return value == null ? end : InboxRows.number(value);
  }
}

package io.stream0.processor.inbox;

import io.stream0.processor.inbox.InboxRows.Place;
import io.stream0.processor.message.StoredMessage;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.streams.repeat.Keyed;
import io.stream0.streams.repeat.Repeats;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the rows say as of an offset: facts of records at or above it do not exist for whoever
 * decides about the record at it. A store may well have them, after a replay or a restore.
 */
final class InboxFacts {
  /** As of now: every fact there is. */
  static final long NOW = Long.MAX_VALUE;

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

  /**
   * The position of the last message that the inbox took below the offset, also where retention has
   * taken it since; 0 if it took none.
   */
  long lastPosition(InboxKey inbox, Incarnation incarnation, long below) {
    return Math.max(
        lastBelow(position -> InboxRows.messageKey(inbox, incarnation, position), below),
        lastBelow(position -> InboxRows.sweptKey(inbox, incarnation, position), below));
  }

  /**
   * The last position whose row is of below the offset. Positions go up as offsets do, so a store
   * that is ahead is searched by halves; any rows may be missing, above the offset from a crash,
   * and below it from a sweep, so a half is looked through for a row that is there.
   *
   * @param key of the row of a position, whose value begins with its offset
   */
  private long lastBelow(LongFunction<byte[]> key, long below) {
    Row newest = last(key, 0, Long.MAX_VALUE);
    long low = 0;
    long high = newest == null ? 0 : KeyBuilder.lastNumber(newest.key());
    if (newest != null && InboxRows.number(newest.value()) < below) {
      return high;
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      Row row = last(key, low + 1, middle);
      if (row == null) {
        row = first(key, middle + 1, high - 1);
      }
      if (row == null) {
        return low;
      }
      long position = KeyBuilder.lastNumber(row.key());
      if (InboxRows.number(row.value()) < below) {
        low = position;
      } else {
        high = position;
      }
    }
    return low;
  }

  private @Nullable Row first(LongFunction<byte[]> key, long from, long to) {
    if (from > to) {
      return null;
    }
    try (Scan scan = rows.scan(key.apply(from), key.apply(to))) {
      return scan.hasNext() ? scan.next() : null;
    }
  }

  private @Nullable Row last(LongFunction<byte[]> key, long from, long to) {
    try (Scan scan = rows.scanBack(key.apply(from), key.apply(to))) {
      return scan.hasNext() ? scan.next() : null;
    }
  }

  /** The last message of an incarnation that retention has taken. */
  record Swept(long position, long offset) {
    static final Swept NONE = new Swept(0, -1);
  }

  /** What retention has taken: all up to there, whatever rows of it are still or again there. */
  Swept swept(InboxKey inbox, Incarnation incarnation) {
    Row row = last(position -> InboxRows.sweptKey(inbox, incarnation, position), 0, Long.MAX_VALUE);
    return row == null
        ? Swept.NONE
        : new Swept(KeyBuilder.lastNumber(row.key()), InboxRows.number(row.value()));
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
  Optional<Keyed> repeated(
      InboxKey inbox,
      Incarnation incarnation,
      AgentId sender,
      @Nullable Repeatable repeatable,
      long below,
      Instant at) {
    return new Repeats(rows).repeated(inbox, incarnation, sender, repeatable, below, at);
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

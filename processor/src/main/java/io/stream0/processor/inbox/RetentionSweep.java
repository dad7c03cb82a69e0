package io.stream0.processor.inbox;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages that are older than the retention, a bounded number at a time, going round the
 * inboxes; of each its oldest first; {@link CommittedTime#GRACE} later than that. That the last one
 * had its position stays, so that positions go on.
 */
final class RetentionSweep {
  /** An inbox without a message to sweep costs about what so many messages cost. */
  private static final int COST_OF_AN_INBOX = 10;

  private final Duration kept;

  /** Where the next sweep begins. */
  private byte[] from = InboxRows.FIRST_MESSAGE;

  RetentionSweep(Duration retention) {
    this.kept = retention.plus(CommittedTime.GRACE);
  }

  /**
   * What one sweep does.
   *
   * @param facts to put first
   * @param keys of rows to delete after that, in this order: what leads to others goes last
   */
  record Swept(List<Row> facts, List<byte[]> keys) {}

  /**
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   * @param limit about how many messages
   */
  Swept next(Rows rows, long committed, Instant now, int limit) {
    Swept swept = new Swept(new ArrayList<>(), new ArrayList<>());
    int left = limit;
    while (left > 0) {
      byte[] first = firstKey(rows);
      if (first == null) {
        from = InboxRows.FIRST_MESSAGE;
        return swept;
      }
      InboxKey inbox = InboxRows.inboxOfMessage(first);
      Incarnation incarnation = InboxRows.incarnationOfMessage(first);
      left -= COST_OF_AN_INBOX + sweep(rows, inbox, incarnation, committed, now, left, swept);
      from = InboxRows.behindMessages(inbox, incarnation);
    }
    return swept;
  }

  private byte @Nullable [] firstKey(Rows rows) {
    try (Scan scan = rows.scan(from, InboxRows.LAST_MESSAGE)) {
      return scan.hasNext() ? scan.next().key() : null;
    }
  }

  /** Sweeps one incarnation's oldest messages; returns how many. */
  private int sweep(
      Rows rows,
      InboxKey inbox,
      Incarnation incarnation,
      long committed,
      Instant now,
      int limit,
      Swept swept) {
    int count = 0;
    Row last = null;
    try (Scan messages =
        rows.scan(
            InboxRows.messageKey(inbox, incarnation, 0),
            InboxRows.messageKey(inbox, incarnation, Long.MAX_VALUE))) {
      while (count < limit && messages.hasNext()) {
        Row message = messages.next();
        if (InboxRows.number(message.value()) >= committed
            || !InboxRows.message(message.value()).createdAt().plus(kept).isBefore(now)) {
          break;
        }
        addKeys(rows, inbox, incarnation, message, swept.keys());
        last = message;
        count++;
      }
    }
    if (last != null) {
      keepPosition(rows, inbox, incarnation, last, swept);
    }
    return count;
  }

  private static void addKeys(
      Rows rows, InboxKey inbox, Incarnation incarnation, Row message, List<byte[]> keys) {
    long position = KeyBuilder.lastNumber(message.key());
    MessageId id = InboxRows.messageId(message.value());
    new InboxFacts(rows)
        .place(inbox.tenant(), id, InboxFacts.NOW)
        .ifPresent(
            place -> keys.add(InboxRows.byThreadKey(inbox, incarnation, place.thread(), position)));
    keys.add(InboxRows.ackKey(inbox, incarnation, position));
    keys.add(InboxRows.runEndKey(inbox, incarnation, position));
    keys.add(InboxRows.runStartKey(inbox, incarnation, position));
    keys.add(InboxRows.byIdKey(inbox.tenant(), id));
    keys.add(message.key());
  }

  private static void keepPosition(
      Rows rows, InboxKey inbox, Incarnation incarnation, Row last, Swept swept) {
    long position = KeyBuilder.lastNumber(last.key());
    swept
        .facts()
        .add(
            InboxRows.row(
                InboxRows.sweptKey(inbox, incarnation, position), InboxRows.number(last.value())));
    try (Scan earlier =
        rows.scan(
            InboxRows.sweptKey(inbox, incarnation, 0),
            InboxRows.sweptKey(inbox, incarnation, position - 1))) {
      earlier.forEachRemaining(row -> swept.keys().add(row.key()));
    }
  }
}

package io.stream0.processor.inbox;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import io.stream0.streams.sweep.Round;
import io.stream0.streams.sweep.Swept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Finds the messages that are older than the retention, a bounded number at a time, going round the
 * inboxes; of each its oldest first; {@link CommittedTime#GRACE} later than that. That the last one
 * had its position stays, so that positions go on.
 */
final class RetentionSweep {

  private final Duration kept;

  private final Round<Life> lives =
      new Round<>(
          InboxRows.FIRST_MESSAGE,
          InboxRows.LAST_MESSAGE,
          key -> new Life(InboxRows.inboxOfMessage(key), InboxRows.incarnationOfMessage(key)),
          life -> InboxRows.behindMessages(life.inbox(), life.incarnation()));

  private record Life(InboxKey inbox, Incarnation incarnation) {}

  RetentionSweep(Duration retention) {
    this.kept = retention.plus(CommittedTime.GRACE);
  }

  /**
   * @param committed the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   * @param limit about how many messages
   */
  Swept next(Rows rows, long committed, Instant now, int limit) {
    Swept swept = Swept.begin();
    lives.goOn(
        rows,
        limit,
        (life, left) -> sweep(rows, life.inbox(), life.incarnation(), committed, now, left, swept));
    return swept;
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

package io.stream0.processor.thread;

import io.stream0.processor.message.StoredMessage;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.streams.Appended;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an entry of {@code threads} leads to. An entry can come again, from a replay or from
 * an owner that was deposed; the first of a source counts. Only facts from below the entry's offset
 * are seen.
 */
final class ThreadFold {
  private final @Nullable Duration retention;

  /**
   * @param retention an entry of a message that is older when the entry is appended is dropped, so
   *     that what was swept does not come back; null for ever
   */
  ThreadFold(@Nullable Duration retention) {
    this.retention = retention;
  }

  /** The rows to put, in this order: the message before the sign that it is there. */
  List<Row> fold(Rows rows, Appended<ThreadEvent> entry) {
    long offset = entry.position().offset();
    return switch (entry.event()) {
      case MessageAppended e ->
          isOver(e.createdAt(), entry.at()) ? List.of() : appended(rows, offset, e);
      case StatusChanged e ->
          isOver(e.id().madeAt(), entry.at()) ? List.of() : acked(rows, offset, e);
    };
  }

  private boolean isOver(Instant from, Instant at) {
    return retention != null && from.plus(retention).isBefore(at);
  }

  private static List<Row> appended(Rows rows, long offset, MessageAppended e) {
    byte[] source = ThreadRows.bySourceKey(e.thread(), e.source());
    if (isBelow(rows, source, offset)) {
      return List.of();
    }
    StoredMessage message =
        StoredMessage.of(
            e.id(),
            e.thread().thread(),
            e.from().id(),
            e.to(),
            e.type(),
            e.content(),
            e.createdAt());
    return List.of(
        new Row(
            ThreadRows.messageKey(e.thread(), offset),
            ThreadRows.messageValue(e.id(), e.from().incarnation(), e.toIncarnation(), message)),
        ThreadRows.row(source, offset));
  }

  private static List<Row> acked(Rows rows, long offset, StatusChanged e) {
    byte[] ack = ThreadRows.ackKey(e.thread(), e.id().bytes());
    return isBelow(rows, ack, offset) ? List.of() : List.of(ThreadRows.row(ack, offset));
  }

  private static boolean isBelow(Rows rows, byte[] key, long offset) {
    byte[] fact = rows.get(key);
    return fact != null && ThreadRows.offset(fact) < offset;
  }
}

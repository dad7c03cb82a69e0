package io.stream0.processor.thread;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.Query;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Entries older than the retention, before and after they are folded. */
class ThreadExpiryTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final InboxKey INBOX = new InboxKey(TENANT, new AgentId("a"));
  private static final ThreadKey THREAD = new ThreadKey(TENANT, new ThreadId("t"));
  private static final Duration RETENTION = Duration.ofHours(3);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofDays(1));
  private static final int BOUND = 5;

  private final ThreadFold fold = new ThreadFold(RETENTION);
  private final MapRows rows = new MapRows();

  @Test
  void anEntryOlderThanTheRetentionWhenItIsAppendedIsDropped() {
    fold(0, START.plus(RETENTION), message("t", 1));
    fold(1, START.plus(RETENTION).plusMillis(1), message("t", 2));
    assertThat(read("t")).contains("\"content\":1").doesNotContain("\"content\":2");
  }

  @Test
  void theStatusOfAMessageThatOldIsDropped() {
    fold(0, START.plus(RETENTION).plusMillis(1), acked("t", 1));
    assertThat(rows.size()).isZero();
  }

  @Test
  void aMessageGoesTwoHoursAfterTheRetentionWithAllItsRows() {
    fold(0, START, message("t", 1));
    fold(1, START, acked("t", 1));
    sweep(2, START.plus(RETENTION).plus(Duration.ofHours(2)));
    assertThat(read("t")).contains("\"status\":\"acked\"");
    sweep(0, LATER);
    assertThat(read("t")).contains("\"status\":\"acked\"");
    sweep(2, LATER);
    assertThat(rows.size()).isZero();
  }

  @Test
  void whatWasSweptDoesNotComeBackWithARepeatedEntry() {
    fold(0, START, message("t", 1));
    sweep(1, LATER);
    fold(1, LATER, message("t", 1));
    assertThat(rows.size()).isZero();
  }

  /** Of the brokers that lead the thread's partition one after the other, and of the api. */
  @Test
  void whatWasSweptDoesNotComeBackWithClocksAnHourApart() {
    Instant swept = START.plus(RETENTION).plus(Duration.ofHours(2)).plusMillis(1);
    fold(0, START, message("t", 1));
    sweep(1, swept);
    Instant behind = swept.minus(Duration.ofHours(1));
    fold(1, behind, message("t", 1));
    Instant ahead = START.plus(Duration.ofHours(1));
    MessageId made = MessageId.of(new UUID(ahead.toEpochMilli() << 16, 1), INBOX);
    fold(2, behind, new StatusChanged(THREAD, new RecordPosition(0, 101), made, null, START));
    assertThat(rows.size()).isZero();
  }

  @Test
  void everyThreadIsComeToAndNoYoungerMessageGoes() {
    for (int i = 0; i < 40; i++) {
      fold(i, START, message("t" + i % 20, i));
    }
    fold(40, LATER, message("t3", 41, LATER));
    sweep(41, LATER);
    assertThat(read("t3")).contains("\"content\":41").doesNotContain("\"content\":3,");
    // The message, and the mark of its source.
    assertThat(rows.size()).isEqualTo(2);
  }

  private void sweep(long committed, Instant now) {
    ThreadSweep sweep = new ThreadSweep(RETENTION);
    for (int round = 0; round < 100; round++) {
      sweep.next(rows, committed, now, BOUND).forEach(rows::delete);
    }
  }

  private void fold(long offset, Instant at, ThreadEvent event) {
    fold.fold(rows, new Appended<>(new RecordPosition(0, offset), at, event)).forEach(rows::put);
  }

  private static MessageAppended message(String thread, int number) {
    return message(thread, number, START);
  }

  private static MessageAppended message(String thread, int number, Instant at) {
    return new MessageAppended(
        new ThreadKey(TENANT, new ThreadId(thread)),
        new RecordPosition(0, number),
        id(number),
        new Sender(new AgentId("sender"), null),
        INBOX.agent(),
        new Incarnation(1),
        MessageType.MESSAGE,
        new RawJson(Integer.toString(number)),
        at);
  }

  private static StatusChanged acked(String thread, int number) {
    return new StatusChanged(
        new ThreadKey(TENANT, new ThreadId(thread)),
        new RecordPosition(0, 100L + number),
        id(number),
        null,
        START);
  }

  /** Made at the start, as a UUIDv7 tells. */
  private static MessageId id(int number) {
    return MessageId.of(new UUID(START.toEpochMilli() << 16, number), INBOX);
  }

  private String read(String thread) {
    ThreadKey key = new ThreadKey(TENANT, new ThreadId(thread));
    return new String(
        new ThreadReader(rows).read(new Query.ReadThread(key, null, -1, 100)).answer().messages(),
        UTF_8);
  }
}

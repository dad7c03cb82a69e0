package io.stream0.processor.inbox;

import static io.stream0.processor.inbox.InboxLog.acked;
import static io.stream0.processor.inbox.InboxLog.inbox;
import static io.stream0.processor.inbox.InboxLog.keyed;
import static io.stream0.processor.inbox.InboxLog.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.processor.inbox.InboxLog.Write;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.query.FoundMessage;
import io.stream0.protocol.query.Query;
import io.stream0.streams.repeat.KeySweep;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Scan;
import io.stream0.streams.sweep.Swept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Keys after their day, and messages after the retention. */
class ExpiryTest {
  private static final Incarnation FIRST = new Incarnation(1);
  private static final long ALL = Long.MAX_VALUE;
  private static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(300));
  private static final Duration RETENTION = Duration.ofHours(3);
  private static final int LENGTH = 60;
  private static final int BOUND = 7;

  private final InboxFolds folds = InboxFold::new;
  private final MapRows rows = new MapRows();
  private final InboxLog log = new InboxLog();

  @Test
  void aKeyGoesTwoHoursAfterItsDay() {
    log.add(keyed("a", 1, 1, "key"));
    log.fold(folds, rows);
    Instant at = log.records.getFirst().at();
    assertThat(sweepKeys(ALL, at.plus(Duration.ofHours(26)))).isZero();
    assertThat(sweepKeys(5, at.plus(Duration.ofHours(27)))).isZero();
    assertThat(sweepKeys(6, at.plus(Duration.ofHours(27)))).isOne();
    assertThat(read("a", Query.Status.ALL)).contains("\"content\":1");
  }

  @Test
  void everyKeyIsComeToHoweverFewAtATime() {
    for (int i = 1; i <= 30; i++) {
      log.add(keyed(i % 2 == 0 ? "a" : "b", 1, i, "key-" + i));
    }
    log.fold(folds, rows);
    assertThat(sweepKeys(ALL, LATER)).isEqualTo(30);
    assertThat(sweepKeys(ALL, LATER)).isZero();
  }

  @Test
  void aMessageGoesTwoHoursAfterTheRetentionWithAllItsRows() {
    log.add(sent("a", 1, 1, "t")).add(acked("a", 1, 1)).add(sent("a", 1, 2, "t"));
    log.fold(folds, rows);
    Instant first = log.records.getFirst().at();
    assertThat(sweepMessages(ALL, first.plus(RETENTION).plus(Duration.ofHours(2)))).isZero();
    assertThat(sweepMessages(5, LATER)).isZero();

    sweepMessages(6, LATER);
    assertThat(read("a", Query.Status.ALL)).contains(":2,").doesNotContain(":1,");
    assertThat(read("a", Query.Status.UNREAD)).contains(":2,");
    assertThat(read("a", Query.Status.ACKED)).isEqualTo("|");
    sweepMessages(ALL, LATER);
    // That position 2 was taken.
    assertThat(keys(rows))
        .singleElement()
        .satisfies(key -> assertThat(key).isEqualTo(InboxRows.sweptKey(inbox("a"), FIRST, 2)));
  }

  @Test
  void whatWasSweptIsPassedOverByWhoReadsOn() {
    for (int i = 1; i <= 12; i++) {
      log.add(sent("a", 1, i, "t"));
    }
    log.add(acked("a", 1, 10));
    log.fold(folds, rows);
    sweepMessages(log.records.get(8).position().offset(), LATER);
    assertThat(read("a", Query.Status.UNREAD))
        .doesNotContain(":8,")
        .containsSubsequence(":9,", ":11,", ":12,");
  }

  @Test
  void positionsGoOnBehindWhatWasSwept() {
    log.add(sent("a", 1, 1, "t")).add(sent("a", 1, 2, "t"));
    log.fold(folds, rows);
    sweepMessages(ALL, LATER);
    log.add(sent("a", 1, 3, "t"));
    log.fold(folds, rows, 2, 3);
    assertThat(rows.get(InboxRows.messageKey(inbox("a"), FIRST, 3))).isNotNull();
  }

  @Test
  void nothingIsShownOfAMessageThatASweepHasBegunToTake() {
    log.add(sent("a", 1, 1, "t")).add(acked("a", 1, 1)).add(sent("a", 1, 2, "t"));
    log.fold(folds, rows);
    Swept found = new RetentionSweep(RETENTION).next(rows, 6, LATER, BOUND);
    found.facts().forEach(rows::put);
    // A crash between any two deletes: the message may be left, its acknowledgement not.
    for (byte[] key : found.keys()) {
      assertThat(read("a", Query.Status.UNREAD)).contains(":2,").doesNotContain(":1,");
      assertThat(read("a", Query.Status.ALL)).contains(":2,").doesNotContain(":1,");
      assertThat(find("a", 1)).isEmpty();
      rows.delete(key);
    }
    assertThat(find("a", 2)).isPresent();
  }

  @Test
  void anAckOfAMessageOlderThanTheRetentionIsRefused() {
    InboxFolds expiring = () -> new InboxFold(RETENTION);
    log.add(sent("a", 1, 1, "t"));
    for (int i = 2; i <= 12; i++) {
      log.add(sent("b", 1, i, "t"));
    }
    log.add(acked("a", 1, 1)).add(acked("b", 1, 11));
    log.fold(expiring, rows);
    assertThat(read("a", Query.Status.ACKED)).isEqualTo("|");
    assertThat(read("b", Query.Status.ACKED)).contains(":11,");
  }

  @Test
  void readAgainFromTheBeginningWhatWasSweptStaysAwayAndTheRestStaysWhereItIs() {
    for (int i = 1; i <= 10; i++) {
      log.add(sent("a", 1, i, "t"));
    }
    log.fold(folds, rows);
    sweepMessages(log.records.get(6).position().offset(), LATER);
    String view = read("a", Query.Status.ALL);
    List<byte[]> keys = keys(rows);
    assertThat(InboxLog.entries(log.fold(folds, rows))).hasSize(4);
    assertThat(keys(rows)).usingElementComparator(Arrays::compare).isEqualTo(keys);
    assertThat(read("a", Query.Status.ALL)).isEqualTo(view);
  }

  /** What was swept was committed; all behind that comes again, over what a crash left of it. */
  @Property
  void aReplayOverSweptRowsComesToTheSameRowsAndEntries(
      @ForAll long seed, @ForAll @IntRange(max = LENGTH) int committed) {
    Random random = new Random(seed);
    InboxLog sends = new InboxLog();
    for (int i = 0; i < LENGTH; i++) {
      sends.add(sent(random.nextBoolean() ? "a" : "b", 1, i, "t" + i % 2));
    }
    MapRows whole = new MapRows();
    List<Write> writes = sends.fold(folds, whole);
    MapRows left = new MapRows();
    for (Write write : writes) {
      if (write.row() != null && (write.record() < committed || random.nextBoolean())) {
        left.put(write.row());
      }
    }
    long below = committed == LENGTH ? ALL : sends.records.get(committed).position().offset();
    Instant now = sends.records.get(random.nextInt(LENGTH)).at();
    sweepMessages(left, below, now);
    if (random.nextBoolean()) {
      // A deposed owner's write of what was swept lands last.
      writes.subList(0, random.nextInt(4)).stream()
          .filter(write -> write.row() != null && write.record() < committed)
          .forEach(write -> left.put(write.row()));
    }

    List<Write> again = sends.fold(folds, left, committed, LENGTH);
    assertThat(InboxLog.entries(again))
        .hasOnlyElementsOfType(MessageAppended.class)
        .isEqualTo(InboxLog.entries(writes.stream().filter(w -> w.record() >= committed).toList()));
    for (Write write : writes) {
      if (write.row() != null && write.record() >= committed) {
        assertThat(left.get(write.row().key())).isEqualTo(write.row().value());
      }
    }
  }

  private int sweepKeys(long committed, Instant now) {
    KeySweep sweep = new KeySweep();
    int swept = 0;
    for (int round = 0; round < LENGTH; round++) {
      List<byte[]> keys = sweep.next(rows, committed, now, BOUND);
      keys.forEach(rows::delete);
      swept += keys.size();
    }
    return swept;
  }

  private int sweepMessages(long committed, Instant now) {
    return sweepMessages(rows, committed, now);
  }

  private static int sweepMessages(MapRows from, long committed, Instant now) {
    RetentionSweep sweep = new RetentionSweep(RETENTION);
    int swept = 0;
    for (int round = 0; round < LENGTH; round++) {
      Swept found = sweep.next(from, committed, now, BOUND);
      found.facts().forEach(from::put);
      found.keys().forEach(from::delete);
      swept += found.keys().size();
    }
    return swept;
  }

  private String read(String agent, Query.Status status) {
    return InboxLog.read(new InboxReader(rows, run -> {}), agent, 1, status, null);
  }

  private Optional<FoundMessage> find(String agent, int number) {
    return new InboxReader(rows, run -> {})
        .find(new Query.FindMessage(InboxLog.TENANT, InboxLog.message(agent, number)))
        .answer();
  }

  private static List<byte[]> keys(MapRows rows) {
    List<byte[]> keys = new ArrayList<>();
    byte[] last = new byte[1];
    Arrays.fill(last, (byte) 0xff);
    try (Scan scan = rows.scan(new byte[0], last)) {
      scan.forEachRemaining((Row row) -> keys.add(row.key()));
    }
    return keys;
  }
}

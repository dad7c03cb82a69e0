package io.stream0.processor.inbox;

import static io.stream0.processor.inbox.InboxLog.acked;
import static io.stream0.processor.inbox.InboxLog.erased;
import static io.stream0.processor.inbox.InboxLog.inbox;
import static io.stream0.processor.inbox.InboxLog.opened;
import static io.stream0.processor.inbox.InboxLog.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.query.Query;
import io.stream0.streams.store.MapRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TidyingTest {
  private static final Incarnation FIRST = new Incarnation(1);
  private static final long ALL = Long.MAX_VALUE;
  private static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(30));
  private static final int BOUND = 7;

  private final InboxFolds fold = InboxFold::new;
  private final MapRows rows = new MapRows();
  private final InboxLog log = new InboxLog();

  @Test
  void whatAnErasedIncarnationLeftGoesAndNothingElse() {
    for (int i = 1; i <= 10; i++) {
      log.add(sent("a", 1, i, "t")).add(acked("a", 1, i));
      log.add(sent("ab", 1, i, "t"));
    }
    log.add(erased("a", 1)).add(opened("a", 2)).add(sent("a", 2, 11, "t"));
    log.fold(fold, rows);
    MapRows untouched = new MapRows();
    for (var record : log.records) {
      if (!record.event().inbox().equals(inbox("a"))
          || !record.event().incarnation().equals(FIRST)) {
        new InboxFold().fold(untouched, record).rows().forEach(untouched::put);
      }
    }
    int swept = sweep(ALL, LATER);
    assertThat(swept).isPositive();
    // The erasure itself stays: it is what refuses what comes late.
    assertThat(rows.size()).isEqualTo(untouched.size() + 1);
    assertThat(InboxLog.read(new InboxReader(rows, run -> {}), "a", 1, Query.Status.ALL, null))
        .isEqualTo("over");
    assertThat(sweep(ALL, LATER)).isZero();
  }

  @Test
  void anErasureThatIsNotCommittedOrNotTwoHoursOldIsLeftAlone() {
    log.add(sent("a", 1, 1, "t")).add(erased("a", 1));
    log.fold(fold, rows);
    long erasure = log.records.getLast().position().offset();
    Instant at = log.records.getLast().at();
    assertThat(sweep(erasure, LATER)).isZero();
    assertThat(sweep(-1, LATER)).isZero();
    assertThat(sweep(ALL, at.plus(Duration.ofMinutes(119)))).isZero();
    assertThat(sweep(erasure + 1, at.plus(Duration.ofMinutes(121)))).isEqualTo(3);
  }

  @Test
  void aReplayFromBehindAnErasureOverSweptRowsComesToTheSame() {
    log.add(sent("a", 1, 1, "t")).add(erased("a", 1));
    log.add(sent("a", 1, 2, "t")).add(acked("a", 1, 1)).add(sent("b", 1, 3, "t"));
    log.fold(fold, rows);
    String view = InboxLog.read(new InboxReader(rows, run -> {}), "b", 1, Query.Status.ALL, null);
    sweep(ALL, LATER);
    int size = rows.size();
    assertThat(InboxLog.entries(log.fold(fold, rows, 2, 5))).hasSize(1);
    assertThat(rows.size()).isEqualTo(size);
    assertThat(InboxLog.read(new InboxReader(rows, run -> {}), "b", 1, Query.Status.ALL, null))
        .isEqualTo(view);
  }

  private int sweep(long committed, Instant now) {
    InboxSweep sweep = new InboxSweep();
    int swept = 0;
    List<byte[]> keys = sweep.next(rows, committed, now, BOUND);
    while (!keys.isEmpty()) {
      // One message more than the bound at the most: its row by id comes with it.
      assertThat(keys).hasSizeLessThanOrEqualTo(BOUND + 1);
      keys.forEach(rows::delete);
      swept += keys.size();
      keys = sweep.next(rows, committed, now, BOUND);
    }
    return swept;
  }

  @Test
  void aRunInPiecesIsToldAndMendedToOneHop() {
    for (int i = 1; i <= 40; i++) {
      log.add(sent("a", 1, i, "t"));
    }
    for (int i = 1; i <= 39; i++) {
      log.add(acked("a", 1, i));
    }
    log.fold(fold, rows);
    // A deposed owner's write from when the run was short lands last.
    rows.put(InboxRows.row(InboxRows.runEndKey(inbox("a"), FIRST, 1), 2));
    List<AckedRun> told = new ArrayList<>();
    String unread =
        InboxLog.read(new InboxReader(rows, told::add), "a", 1, Query.Status.UNREAD, null);
    assertThat(unread).contains("\"content\":40").doesNotContain("\"content\":39");
    assertThat(told).containsExactly(new AckedRun(inbox("a"), FIRST, 1, 40));

    new InboxFold().mended(rows, told.getFirst()).forEach(rows::put);
    told.clear();
    assertThat(InboxLog.read(new InboxReader(rows, told::add), "a", 1, Query.Status.UNREAD, null))
        .isEqualTo(unread);
    assertThat(told).isEmpty();
    assertThat(new InboxFold().mended(rows, new AckedRun(inbox("a"), FIRST, 1, 40))).isEmpty();
  }
}

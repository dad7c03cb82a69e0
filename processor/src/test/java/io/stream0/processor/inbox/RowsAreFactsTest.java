package io.stream0.processor.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.processor.inbox.InboxLog.Write;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * At-least-once fences nobody: records come again over stores that are ahead, and an owner that was
 * deposed writes late. None of it may change what anyone sees.
 */
class RowsAreFactsTest {
  private static final int LENGTH = 60;
  private static final int TRIES = 300;

  @Property
  void aReplayOfAnySuffixChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 60) int from) {
    replaySuffix(InboxFold::new, new Random(seed), from);
  }

  @Property
  void aReplayOverWhatACrashLeftComesToTheSame(
      @ForAll long seed, @ForAll @IntRange(max = 60) int committed) {
    replayAfterCrash(InboxFold::new, new Random(seed), committed);
  }

  @Property
  void lateWritesOfALaggingOwnerInAnyOrderChangeNothing(
      @ForAll long seed, @ForAll @IntRange(max = 60) int lagging) {
    lateWrites(InboxFold::new, new Random(seed), lagging);
  }

  /** The whole log again from one record on, over a store that has it all. */
  private static void replaySuffix(InboxFolds fold, Random random, int from) {
    InboxLog log = InboxLog.random(random, LENGTH);
    MapRows rows = new MapRows();
    List<Write> once = log.fold(fold, rows);
    String view = log.view(rows);

    List<Write> again = log.fold(fold, rows, from, LENGTH);
    assertThat(log.view(rows)).isEqualTo(view);
    assertThat(InboxLog.entries(again))
        .isEqualTo(InboxLog.entries(once.stream().filter(w -> w.record() >= from).toList()));
  }

  /** All up to the committed offset, and any part of what was put behind it. */
  private static void replayAfterCrash(InboxFolds fold, Random random, int committed) {
    InboxLog log = InboxLog.random(random, LENGTH);
    MapRows whole = new MapRows();
    List<Write> writes = log.fold(fold, whole);

    MapRows left = new MapRows();
    for (Write write : writes) {
      if (write.row() != null && (write.record() < committed || random.nextBoolean())) {
        left.put(write.row());
      }
    }
    List<Write> again = log.fold(fold, left, committed, LENGTH);
    assertThat(log.view(left)).isEqualTo(log.view(whole));
    assertThat(InboxLog.entries(again))
        .isEqualTo(InboxLog.entries(writes.stream().filter(w -> w.record() >= committed).toList()));
  }

  /** A second owner's writes up to where it lagged, landing anywhere among the first one's. */
  private static void lateWrites(InboxFolds fold, Random random, int lagging) {
    InboxLog log = InboxLog.random(random, LENGTH);
    MapRows clean = new MapRows();
    List<Write> writes = log.fold(fold, clean);
    String view = log.view(clean);

    List<Row> late = new ArrayList<>();
    for (Write write : log.fold(fold, new MapRows(), 0, lagging)) {
      if (write.row() != null) {
        late.add(write.row());
      }
    }
    Collections.shuffle(late, random);
    MapRows restored = clean.copy();
    late.subList(0, random.nextInt(late.size() + 1)).forEach(restored::put);
    assertThat(log.view(restored)).isEqualTo(view);

    // Whoever folds on, over a store into which they land meanwhile, comes to the same.
    MapRows goingOn = new MapRows();
    int cut = random.nextInt(LENGTH + 1);
    log.fold(fold, goingOn, 0, Math.max(cut, lagging));
    late.forEach(goingOn::put);
    List<Write> rest = log.fold(fold, goingOn, Math.max(cut, lagging), LENGTH);
    assertThat(log.view(goingOn)).isEqualTo(view);
    assertThat(InboxLog.entries(rest))
        .isEqualTo(
            InboxLog.entries(
                writes.stream().filter(w -> w.record() >= Math.max(cut, lagging)).toList()));
  }

  @Test
  void anAckRowThatTheLatestAckRewritesIsFound() {
    InboxFolds planted =
        () ->
            new InboxFold() {
              @Override
              public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
                InboxChange change = super.fold(rows, record);
                if (record.event() instanceof MessageAcked e && change.rows().isEmpty()) {
                  InboxFacts facts = new InboxFacts(rows);
                  return facts
                      .place(e.inbox().tenant(), e.id(), record.position().offset())
                      .map(
                          place ->
                              InboxChange.of(
                                  InboxRows.row(
                                      InboxRows.ackKey(
                                          e.inbox(), place.incarnation(), place.position()),
                                      record.position().offset())))
                      .orElse(change);
                }
                return change;
              }
            };
    assertFound(planted, RowsAreFactsTest::replaySuffix);
    assertFound(planted, RowsAreFactsTest::lateWrites);
  }

  @Test
  void aDecisionOnFactsOfLaterRecordsIsFound() {
    InboxFolds planted =
        () ->
            new InboxFold() {
              @Override
              public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
                if (record.event() instanceof MessageSent e
                    && new InboxFacts(rows).isOver(e.inbox(), e.incarnation(), InboxFacts.NOW)) {
                  return InboxChange.NONE;
                }
                return super.fold(rows, record);
              }
            };
    assertFound(planted, RowsAreFactsTest::replaySuffix);
    assertFound(planted, RowsAreFactsTest::replayAfterCrash);
  }

  @Test
  void aRepeatThatDoesNotForwardAgainIsFound() {
    InboxFolds planted =
        () ->
            new InboxFold() {
              @Override
              public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
                InboxChange change = super.fold(rows, record);
                boolean there =
                    !change.rows().isEmpty() && rows.get(change.rows().getFirst().key()) != null;
                return there ? new InboxChange(change.rows(), List.of()) : change;
              }
            };
    assertFound(planted, RowsAreFactsTest::replaySuffix);
  }

  @Test
  void whatIsRememberedOfAnotherRunIsFound() {
    assertThatThrownBy(
            () -> {
              for (int seed = 0; seed < TRIES; seed++) {
                Random random = new Random(seed);
                InboxFold remembering = new InboxFold();
                replaySuffix(() -> remembering, random, random.nextInt(LENGTH));
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  private interface Check {
    void run(InboxFolds fold, Random random, int at);
  }

  private static void assertFound(InboxFolds planted, Check check) {
    assertThatThrownBy(
            () -> {
              for (int seed = 0; seed < TRIES; seed++) {
                Random random = new Random(seed);
                check.run(planted, random, random.nextInt(LENGTH));
              }
            })
        .isInstanceOf(AssertionError.class);
  }
}

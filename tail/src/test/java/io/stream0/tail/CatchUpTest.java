package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CatchUpTest {
  private static final int COUNT = 5;
  private static final Duration NOW = Duration.ZERO;
  private static final Duration UNTIL_FIRST = Duration.ofSeconds(20);
  private static final Positions BEGIN = Positions.of(0);
  private static final Positions END = Positions.of(COUNT);

  /** What a piece takes of more that is polled at once. */
  private static final Portion TWO = new Portion(100, 2, 1_000_000);

  private ThreadLog log = new ThreadLog(1, 500);
  private final Held held = new Held(1_000, 1_000, 0);
  private final Turns turns = new Turns(1);

  private CatchUp catchUp(Duration pieceTime) {
    return catchUp(UNTIL_FIRST, pieceTime);
  }

  private CatchUp catchUp(Duration untilFirst, Duration pieceTime) {
    return new CatchUp(log(Portion.USUAL, untilFirst, pieceTime), Events.all(ACME));
  }

  private CatchUp.Log log(Portion portion, Duration untilFirst, Duration pieceTime) {
    return new CatchUp.Log(
        turns,
        new LogConsumers(1, log::consumer),
        log.partitions(),
        entry -> true,
        Lookback.of(1),
        portion,
        held,
        untilFirst,
        pieceTime);
  }

  private void append() {
    for (int i = 0; i < COUNT; i++) {
      log.append(0, 1_000_000, Events.message(ACME, new RecordPosition(0, i), 1_000_000));
    }
  }

  private static Optional<CatchUp.Piece> read(CatchUp catchUp, Positions from) {
    return catchUp.read(from, END, Deadline.in(NOW));
  }

  /** One poll gives all of them; each may cost a question to whoever folds the threads. */
  @Test
  void aPieceEndsWhenItsTimeHasPassedAndTheNextGoesOn() {
    append();
    CatchUp slow = catchUp(NOW);
    List<Long> told = new ArrayList<>();
    Positions at = BEGIN;
    for (int pieces = 0; pieces < COUNT; pieces++) {
      CatchUp.Piece piece = read(slow, at).orElseThrow();
      assertThat(piece.events()).hasSize(1);
      piece.events().forEach(event -> told.add(event.entry().offset()));
      at = piece.upTo();
    }
    assertThat(at).isEqualTo(END);
    assertThat(told).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aPieceThatHasTimeIsWhole() {
    append();
    CatchUp.Piece piece = read(catchUp(Duration.ofSeconds(20)), BEGIN).orElseThrow();
    assertThat(piece.events()).hasSize(COUNT);
    assertThat(piece.upTo()).isEqualTo(END);
  }

  @Test
  void whereAllIsHeldWhoCatchesUpWaitsForRoom() {
    append();
    CatchUp catchUp = catchUp(Duration.ofSeconds(20));
    List<Event> others =
        List.of(
            event(Events.message(ACME, new RecordPosition(1, 0), 0)),
            event(Events.message(ACME, new RecordPosition(1, 1), 0)));
    held.hold(others);
    assertThat(read(catchUp, BEGIN)).isEmpty();
    held.release(others);
    assertThat(read(catchUp, BEGIN)).isPresent();
  }

  private static Event event(ThreadEvent event) {
    return new Event(Events.entry(0, 0, event), END);
  }

  /** Who waits stays, and goes on when it answers again. */
  @Test
  void aLogThatDoesNotAnswerCostsTheTurnAndNothingElse() {
    append();
    log.fallSilent(true);
    CatchUp patient = catchUp(Duration.ofSeconds(20));
    for (int i = 0; i < 2; i++) {
      // The second time too: it has given its turn back.
      assertThat(read(patient, BEGIN)).isEmpty();
    }
    assertThat(log.open()).isZero();
    log.fallSilent(false);
    assertThat(read(patient, BEGIN).orElseThrow().events()).hasSize(COUNT);
    // Of its own accord the client waits a minute for the one, and half of it for the other.
    patient.leave();
    assertThat(log.waited())
        .hasSize(3)
        .allSatisfy(time -> assertThat(time).isBetween(Duration.ofNanos(1), UNTIL_FIRST));
    assertThat(log.closed()).hasSize(3).containsOnly(LogConsumer.CLOSE);
  }

  /** As while a connection is made: what it may take then is not what a piece may. */
  @Test
  void thePieceBeginsWithTheFirstRecords() {
    append();
    log.comeAfter(3);
    CatchUp.Piece piece = read(catchUp(NOW), BEGIN).orElseThrow();
    assertThat(piece.events()).hasSize(1);
  }

  @Test
  void whereNoRecordComesTheTurnEnds() {
    append();
    log.comeAfter(Integer.MAX_VALUE);
    CatchUp.Piece piece =
        read(catchUp(Duration.ofMillis(50), Duration.ofMinutes(5)), BEGIN).orElseThrow();
    assertThat(piece).isEqualTo(new CatchUp.Piece(false, List.of(), BEGIN));
  }

  /** It could not answer any more in time, and what was gathered would be lost. */
  @Test
  void afterItsTimeAPieceAsksForNothingMore() {
    log.append(0, 1_000_000, Events.message(ACME, new RecordPosition(0, 0), 1_000_000));
    log.refusePosition(true);
    assertThat(read(catchUp(NOW), BEGIN).orElseThrow().events()).hasSize(1);
  }

  private static void readAll(List<CatchUp> who) {
    List<List<Long>> told = who.stream().map(one -> (List<Long>) new ArrayList<Long>()).toList();
    List<Positions> at = new ArrayList<>(who.stream().map(one -> BEGIN).toList());
    while (!at.stream().allMatch(END::equals)) {
      for (int i = 0; i < who.size(); i++) {
        CatchUp.Piece piece = read(who.get(i), at.get(i)).orElseThrow();
        assertThat(piece.events()).hasSizeLessThanOrEqualTo(2);
        for (Event event : piece.events()) {
          told.get(i).add(event.entry().offset());
        }
        at.set(i, piece.upTo());
      }
    }
    assertThat(told).allSatisfy(one -> assertThat(one).containsExactly(0L, 1L, 2L, 3L, 4L));
  }

  @Test
  void fromPieceToPieceItReadsOnWhereItIs() {
    append();
    CatchUp one = new CatchUp(log(TWO, UNTIL_FIRST, UNTIL_FIRST), Events.all(ACME));
    readAll(List.of(one));
    assertThat(log.made()).isEqualTo(1);
    // Where the log begins is asked by whoever begins.
    assertThat(log.waited()).hasSize(1);
    assertThat(log.open()).isEqualTo(1);
    one.leave();
    assertThat(log.open()).isZero();
  }

  @Test
  void whoIsAwayKeepsNoConsumerFromAnotherAndMissesNothing() {
    append();
    CatchUp.Log shared = log(TWO, UNTIL_FIRST, UNTIL_FIRST);
    List<CatchUp> both =
        List.of(new CatchUp(shared, Events.all(ACME)), new CatchUp(shared, Events.all(ACME)));
    readAll(both);
    assertThat(log.made()).isEqualTo(1);
    both.forEach(CatchUp::leave);
    assertThat(log.open()).isZero();
  }

  /** Its consumer is there, and its next record is not any more. */
  @Test
  void whatTheLogDroppedMeanwhileIsAGap() {
    log = new ThreadLog(1, 2);
    append();
    CatchUp slow = new CatchUp(log(TWO, UNTIL_FIRST, UNTIL_FIRST), Events.all(ACME));
    Positions at = read(slow, BEGIN).orElseThrow().upTo();
    assertThat(at).isEqualTo(Positions.of(2));
    log.dropBefore(0, 4);
    assertThat(read(slow, at)).isEmpty();
    assertThat(read(slow, at)).contains(new CatchUp.Piece(true, List.of(), Positions.of(4)));
  }

  @Test
  void whatWasReadForAPieceThatWasNotToldIsNoRepeatTheNextTime() {
    append();
    log.refusePosition(true);
    CatchUp catchUp = catchUp(Duration.ofSeconds(20));
    assertThat(read(catchUp, BEGIN)).isEmpty();
    log.refusePosition(false);
    assertThat(read(catchUp, BEGIN).orElseThrow().events()).hasSize(COUNT);
  }
}

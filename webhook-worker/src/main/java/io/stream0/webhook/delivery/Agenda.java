package io.stream0.webhook.delivery;

import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where among the hints of one agent to look for what waits, that is, for what is not out. Below
 * that nothing waits, so what is out, and what RocksDB keeps of hints that were deleted, is not
 * gone through again at each look.
 */
final class Agenda {
  /** Hints that are looked at in one turn. */
  static final int LOOKED_AT = 500;

  final Life life;

  /** Tells apart those that are to be looked at at the same time. */
  final long number;

  /** When to look; null while it stands in a line, or while nothing waits. */
  @Nullable Instant wake;

  /** Where it waits for its turn; null if it does not. */
  @Nullable Line line;

  /** About since when the oldest that waits in a line is due. */
  Instant since = Instant.MAX;

  /** How many are out. */
  int out;

  private final Part atOnce;
  private final Part retries;
  private boolean retriesFirst = true;

  private Agenda(Life life, long number, Part atOnce, Part retries) {
    this.life = life;
    this.number = number;
    this.atOnce = atOnce;
    this.retries = retries;
  }

  /** Of an agent of which nothing waits. */
  static Agenda empty(Life life, long number) {
    return new Agenda(
        life,
        number,
        new Part(DeliveryRows.dueBehind(life, DeliveryState.AT_ONCE)),
        new Part(DeliveryRows.lastDue(life)));
  }

  /** Of an agent of which anything may wait. */
  static Agenda unknown(Life life, long number) {
    Agenda agenda = empty(life, number);
    agenda.atOnce.from = DeliveryRows.firstDue(life);
    agenda.retries.from = DeliveryRows.firstRetry(life);
    return agenda;
  }

  /** Some of its hints. */
  private static final class Part {
    final byte[] end;

    /** Null if nothing waits. */
    byte @Nullable [] from;

    Part(byte[] end) {
      this.end = end;
    }
  }

  /** This one waits. */
  void waits(byte[] hint, Instant at, Instant dueSince) {
    Part part = at.equals(DeliveryState.AT_ONCE) ? atOnce : retries;
    if (part.from == null || Arrays.compareUnsigned(hint, part.from) < 0) {
      part.from = hint;
    }
    since = dueSince.isBefore(since) ? dueSince : since;
  }

  /** Whether what is due at once would be the first in its turn. */
  boolean isClear(Instant now) {
    return line == null && atOnce.from == null && (wake == null || wake.isAfter(now));
  }

  /** What became of one that was come to. */
  enum Taken {
    YES,
    NO_ROOM,
    IS_OUT,
    /** There is nothing to send, and the hint is of no more use. */
    NO_USE
  }

  /** Takes what is due. */
  interface Taker {
    Taken take(DeliveryRows.Due due);

    /** Since when one is due that is not taken now. */
    Instant since(DeliveryRows.Due due);
  }

  /** What a turn came to. */
  static final class Turn {
    int taken;

    /** Whether one found no room. */
    boolean full;

    /** Whether something that is due still waits. */
    boolean more;

    /** When the first that is not due yet will be; null if there is none. */
    @Nullable Instant next;

    private int looked;
  }

  /**
   * Takes what is due, as much of retries as of what is due at once, while there is of both: a
   * steady stream of new messages would starve the retries, or the other way round.
   *
   * @param most how many
   */
  Turn turn(Rows rows, Instant now, int most, Taker taker) {
    Turn turn = new Turn();
    int first = retriesFirst ? (most + 1) / 2 : most / 2;
    retriesFirst = !retriesFirst;
    since = Instant.MAX;
    boolean moreRetries = look(rows, retries, now, first, taker, turn);
    boolean moreAtOnce = look(rows, atOnce, now, most, taker, turn);
    if (moreRetries && turn.taken < most) {
      moreRetries = look(rows, retries, now, most, taker, turn);
    }
    turn.more = moreRetries || moreAtOnce;
    return turn;
  }

  /**
   * @param most of this turn in all
   * @return whether something that is due waits in this part
   */
  private boolean look(Rows rows, Part part, Instant now, int most, Taker taker, Turn turn) {
    if (part.from == null) {
      return false;
    }
    try (Scan scan = rows.scan(part.from, part.end)) {
      while (scan.hasNext()) {
        byte[] hint = scan.next().key();
        DeliveryRows.Due due = DeliveryRows.Due.of(hint);
        if (due.at().isAfter(now)) {
          part.from = hint;
          turn.next = due.at();
          return false;
        }
        boolean stop = turn.full || turn.taken >= most || turn.looked++ >= LOOKED_AT;
        if (stop || !isPast(taker.take(due), turn)) {
          part.from = hint;
          Instant left = taker.since(due);
          since = left.isBefore(since) ? left : since;
          return true;
        }
      }
    }
    part.from = null;
    return false;
  }

  private static boolean isPast(Taken taken, Turn turn) {
    switch (taken) {
      case YES -> turn.taken++;
      case NO_ROOM -> turn.full = true;
      case IS_OUT, NO_USE -> {}
    }
    return taken != Taken.NO_ROOM;
  }
}

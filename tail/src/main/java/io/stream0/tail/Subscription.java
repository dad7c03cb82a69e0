package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import io.stream0.tail.Next.Gap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One who watches: from a position on, each entry once, those of a thread in the thread's order.
 * Blocks its thread; of one thread at a time.
 */
public final class Subscription implements AutoCloseable {
  private final Tail tail;
  private final Listener listener;
  private final CatchUp.Log log;
  private final Held held;
  private final Runnable onClose;
  private @Nullable CatchUp catchUp;
  private @Nullable Gap gap;
  private Positions at;

  /** What was told last: held until they come for what is next. */
  private List<Event> inHand = List.of();

  private boolean joined;

  /**
   * @param tail open
   * @param gap to be told first; null for none
   * @param from where it begins
   */
  Subscription(
      Tail tail,
      Listener listener,
      CatchUp.Log log,
      @Nullable Gap gap,
      Positions from,
      Runnable onClose) {
    this.tail = tail;
    this.listener = listener;
    this.log = log;
    this.held = log.held();
    this.gap = gap;
    this.at = from;
    this.onClose = onClose;
    held.enter(listener.selection().tenant());
  }

  /** Up to where everything was told that is watched. */
  public Positions position() {
    return at;
  }

  /** Whether what comes is told as it comes; until then {@link #next} may take longer. */
  public boolean isJoined() {
    return joined;
  }

  /**
   * What comes next; what came before it is not held any more.
   *
   * @param patience how long to wait for something to come
   */
  public Next next(Duration patience) {
    putDown();
    if (gap != null) {
      Gap first = gap;
      gap = null;
      return first;
    }
    Deadline until = Deadline.in(patience);
    while (!joined) {
      Next next = approach(until);
      if (next != null) {
        return next;
      }
    }
    return listen(until);
  }

  /** Comes nearer to the end of the log; null if there is nothing to tell of that. */
  private @Nullable Next approach(Deadline until) {
    return switch (tail.read(at, listener)) {
      case Tail.Reading.Over over -> new Next.Ended(over.why());
      case Tail.Reading.Ahead ahead -> {
        // Told by an instance that was further.
        tail.awaitReached(at, until);
        yield until.hasPassed() ? new Next.Nothing(at) : null;
      }
      case Tail.Reading.Behind behind -> catchUpTo(behind.complete(), until);
      case Tail.Reading.Read read -> {
        at = read.upTo();
        joined = read.joined();
        // It has not seen what was read here, and would not know what repeats that.
        endCatchUp();
        if (!read.events().isEmpty()) {
          held.hold(read.events());
          yield told(read.events());
        }
        boolean mayGoOn = joined || held.awaitRoom(listener.selection().tenant(), until);
        yield mayGoOn ? null : new Next.Nothing(at);
      }
    };
  }

  private Next catchUpTo(Positions target, Deadline until) {
    if (catchUp == null) {
      catchUp = new CatchUp(log, listener.selection());
    }
    Optional<CatchUp.Piece> piece = catchUp.read(at, target, until);
    if (piece.isEmpty()) {
      return new Next.Nothing(at);
    }
    at = piece.get().upTo();
    if (piece.get().expired()) {
      endCatchUp();
      return new Gap(Gap.Reason.EXPIRED, at);
    }
    List<Event> events = piece.get().events();
    held.hold(events);
    return events.isEmpty() ? new Next.Nothing(at) : told(events);
  }

  private Next listen(Deadline until) {
    // Looked at before: all up to there waits here already, if it does not come after it.
    Positions reached = tail.reached();
    List<Event> events = listener.take(until);
    if (!events.isEmpty()) {
      at = events.getLast().behind();
      return told(events);
    }
    Optional<Ending> ending = listener.ending();
    if (ending.isPresent()) {
      return new Next.Ended(ending.get());
    }
    // Not while the tail is telling what comes behind what it says that it has reached.
    at = reached.reaches(at) ? reached : at;
    return new Next.Nothing(at);
  }

  /** Of events that are held. */
  private Next told(List<Event> events) {
    inHand = events;
    return new Next.Told(events);
  }

  private void putDown() {
    held.release(inHand);
    inHand = List.of();
  }

  private void endCatchUp() {
    if (catchUp != null) {
      catchUp.leave();
      catchUp = null;
    }
  }

  @Override
  public void close() {
    endCatchUp();
    tail.leave(listener);
    listener.close();
    putDown();
    held.leave(listener.selection().tenant());
    onClose.run();
  }
}

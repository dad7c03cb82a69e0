package io.stream0.webhook.topology;

import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.Rows;
import io.stream0.webhook.delivery.DeliveryReader;
import io.stream0.webhook.delivery.Knowledge;
import io.stream0.webhook.delivery.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * What one task knows: of agents by the directory, of attempts by its fold of {@code deliveries}.
 */
final class TaskKnowledge implements Knowledge {
  private static final Duration RECENT = Duration.ofSeconds(1);

  /** At this age one thread finds out anew while the others still go on. */
  private static final Duration SOON_OLD = Duration.ofMillis(500);

  /** After this long, whether what is not folded is an own record may be known. */
  private static final Duration ACKNOWLEDGED_SOON = Duration.ofMillis(5);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Directory directory;
  private final EndOffsets ends;
  private final Progress progress;
  private final TopicPartition deliveries;
  private final Rows rows;
  private final LongSupplier nanoTime;

  /** When the end was asked for that the fold has reached since. */
  private final AtomicLong confirmed;

  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** Of whoever has {@link #underWay}: what is to be known before that is confirmed anew. */
  private volatile @Nullable Look look;

  /** The end, and when it was asked for. */
  private record Look(long asked, long end) {}

  /**
   * @param rows of the webhook store; may be read by any thread
   * @param nanoTime a clock that never goes back
   */
  TaskKnowledge(
      Directory directory,
      EndOffsets ends,
      Progress progress,
      TopicPartition deliveries,
      Rows rows,
      LongSupplier nanoTime) {
    this.directory = directory;
    this.ends = ends;
    this.progress = progress;
    this.deliveries = deliveries;
    this.rows = rows;
    this.nanoTime = nanoTime;
    this.confirmed = new AtomicLong(nanoTime.getAsLong() - Duration.ofDays(1).toNanos());
  }

  @Override
  public Optional<Agent> agent(Life life) {
    return directory
        .find(life.agent().tenant(), life.incarnation())
        .filter(agent -> agent.id().equals(life.agent().agent()));
  }

  @Override
  public Optional<Instant> failingSince(Life life, long revision) {
    try {
      return new DeliveryReader(rows, null).failingSince(life, revision);
    } catch (InvalidStateStoreException e) {
      throw new UnansweredException("the store is closed", e);
    }
  }

  @Override
  public void confirm(LongPredicate own) {
    directory.catchUpUnlessWithin(RECENT, Deadline.in(PATIENCE));
    long age = age(confirmed.get());
    if (age > SOON_OLD.toNanos()
        && age <= RECENT.toNanos()
        && underWay.compareAndSet(false, true)) {
      try {
        lookAgain(own);
      } finally {
        underWay.set(false);
      }
    }
    // A look takes its time, and a process may be paused in it: what was recent may not be now.
    if (age(confirmed.get()) > RECENT.toNanos()) {
      makeSure(own);
    }
    if (age(confirmed.get()) > PATIENCE.toNanos()) {
      throw new UnansweredException("what is recorded in " + deliveries + " was long ago");
    }
  }

  private long age(long time) {
    return nanoTime.getAsLong() - time;
  }

  /**
   * Does not wait for the fold, nor for Kafka to say which of the newest records are own ones: that
   * may be known when the next attempt asks.
   */
  private void lookAgain(LongPredicate own) {
    Look last = look;
    Look now =
        last == null || age(last.asked()) > RECENT.toNanos() ? look(Deadline.in(PATIENCE)) : last;
    long folded = progress.of(deliveries);
    boolean known = folded >= 0 && behindOthers(folded, now.end(), own) <= folded;
    look = known ? null : now;
    if (known) {
      confirmed(now);
    }
  }

  private Look look(Deadline deadline) {
    long asked = nanoTime.getAsLong();
    return new Look(asked, ends.of(deliveries, deadline));
  }

  private void confirmed(Look at) {
    confirmed.accumulateAndGet(at.asked(), (one, other) -> one - other > 0 ? one : other);
  }

  /** Where all others' records end that are not folded; at most that offset if there is none. */
  private static long behindOthers(long folded, long end, LongPredicate own) {
    long behind = end;
    while (behind > folded && own.test(behind - 1)) {
      behind--;
    }
    return behind;
  }

  @Override
  public void catchUp(LongPredicate own) {
    directory.catchUp(Deadline.in(PATIENCE));
    Deadline deadline = Deadline.in(PATIENCE);
    Look now = look(deadline);
    awaitOthers(now.end(), own, deadline);
    confirmed(now);
  }

  /** One asks for all that wait. */
  private void makeSure(LongPredicate own) {
    long began = nanoTime.getAsLong();
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      if (!asking.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new UnansweredException("what is recorded in " + deliveries + " is not known");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    }
    try {
      long known = confirmed.get();
      if (known - began < 0 && age(known) > RECENT.toNanos()) {
        Look now = look(deadline);
        awaitOthers(now.end(), own, deadline);
        confirmed(now);
      }
    } finally {
      asking.unlock();
    }
  }

  /** Until they are folded, or Kafka has said which of them are own ones. */
  private void awaitOthers(long end, LongPredicate own, Deadline deadline) {
    boolean known = false;
    while (!known) {
      if (deadline.hasPassed()) {
        throw new UnansweredException(deliveries + " is not folded up to " + end);
      }
      long behind = behindOthers(progress.of(deliveries), end, own);
      known = progress.isReached(deliveries, behind, Deadline.in(ACKNOWLEDGED_SOON));
    }
  }
}

package io.stream0.tail;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers watch {@code threads}. The topic is followed once for all of them, from when the
 * first comes until a while after the last has gone: what nobody watches costs nothing.
 */
public final class Watching implements AutoCloseable {
  /** To find a broker that is gone takes the 10 s of a connection's set-up, and then another. */
  private static final Duration UNTIL_FIRST = Duration.ofSeconds(12);

  /** For how long one who catches up reads before it is another's turn. */
  private static final Duration PIECE_TIME = Duration.ofSeconds(5);

  /**
   * How long {@link Subscription#next} may take beyond its patience for one who has not joined, and
   * beyond one answer of whoever folds {@code threads}.
   */
  public static final Duration TURN =
      UNTIL_FIRST.plus(PIECE_TIME).plus(LogConsumer.POLL.multipliedBy(2)).plus(LogConsumer.CLOSE);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final EndOffsets ends;
  private final Bounds bounds;
  private final EventMeters meters;
  private final List<TopicPartition> partitions;
  private final Arbiter arbiter;
  private final Lookback lookback;
  private final CatchUp.Log log;
  private final Held held;
  private final LongAdder tooSlow = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * How many watch, of each tenant of which anyone does. Guarded by the lock, like what follows.
   */
  private final Map<TenantId, Integer> open = new HashMap<>();

  private int allOpen;
  private long idleSince = System.nanoTime();
  private boolean closed;
  private @Nullable Run run;

  /** A follower with the tail that it fills. */
  private record Run(Tail tail, Follower follower) {}

  /**
   * @param consumers makes a consumer that has no group; this closes it
   * @param ofWhoCatchUp makes one that fetches little ahead: it is kept for one who may be slow
   * @param answer how long to wait for an answer of whoever folds {@code threads}
   */
  public Watching(
      TopicSettings topics,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<Consumer<byte[], byte[]>> ofWhoCatchUp,
      EndOffsets ends,
      Queries queries,
      Duration answer,
      Bounds bounds,
      EventMeters meters) {
    this.meters = meters;
    this.consumers = consumers;
    this.ends = ends;
    this.bounds = bounds;
    this.partitions =
        IntStream.range(0, topics.partitions())
            .mapToObj(partition -> new TopicPartition(topics.names().threads(), partition))
            .toList();
    this.arbiter = new ThreadFoldArbiter(queries, answer);
    this.lookback = Lookback.of(topics.partitions());
    this.held = Held.of(bounds);
    this.log =
        new CatchUp.Log(
            new Turns(bounds.catchingUp()),
            new LogConsumers(bounds.catchingUp(), ofWhoCatchUp),
            partitions,
            arbiter,
            lookback,
            Portion.USUAL,
            held,
            UNTIL_FIRST,
            PIECE_TIME);
  }

  /** How many partitions a cursor is over. */
  public int partitions() {
    return partitions.size();
  }

  /**
   * Begins to watch.
   *
   * @param from up to where everything was told before; null to begin with what comes now
   * @throws UnansweredException if the log could not be followed, or was not known to reach as far,
   *     in time
   */
  public Admission watch(Selection selection, @Nullable Positions from, Deadline deadline) {
    TenantId tenant = selection.tenant();
    Tail tail;
    lock.lock();
    try {
      if (closed) {
        throw new UnansweredException("the server stops");
      }
      int ofTenant = open.getOrDefault(tenant, 0);
      if (ofTenant >= bounds.streamsPerTenant()) {
        return new Admission.TenantFull(ofTenant);
      }
      if (allOpen >= bounds.streams()) {
        return new Admission.Full(allOpen);
      }
      open.put(tenant, ofTenant + 1);
      allOpen++;
      tail = running().tail();
    } finally {
      lock.unlock();
    }
    try {
      return new Admission.Admitted(subscribe(tail, selection, from, deadline));
    } catch (RuntimeException e) {
      left(tenant);
      throw e;
    }
  }

  private Subscription subscribe(
      Tail tail, Selection selection, @Nullable Positions from, Deadline deadline) {
    tail.awaitOpen(deadline);
    Positions reached = tail.reached();
    Positions begin = from == null ? reached : from;
    Positions within = reached.reaches(begin) ? begin : withinLog(begin, deadline);
    return new Subscription(
        tail,
        new Listener(selection, bounds.waiting(), held),
        log,
        within.equals(begin) ? null : new Next.Gap(Next.Gap.Reason.AHEAD, within),
        within,
        () -> left(selection.tenant()));
  }

  /** No further than where the log ends, which is further than what this process has read. */
  private Positions withinLog(Positions position, Deadline deadline) {
    Map<TopicPartition, Long> end = ends.of(partitions, deadline);
    return Positions.of(
        partitions.stream()
            .mapToLong(
                p -> Math.min(position.next(p.partition()), end.getOrDefault(p, Long.MAX_VALUE)))
            .toArray());
  }

  /** What follows the log now, or begins to. Call with the lock held. */
  private Run running() {
    Run known = run;
    if (known == null || known.tail().isOver()) {
      Tail tail = new Tail(bounds.recent(), Portion.USUAL, held, tooSlow, meters);
      Follower follower =
          new Follower(
              consumers, partitions, arbiter, tail, lookback, bounds.recent(), () -> isOfUse(tail));
      known = new Run(tail, follower);
      run = known;
      follower.start();
    }
    return known;
  }

  /** Whether anyone watches, or did a while ago. If not, nobody will at this tail. */
  private boolean isOfUse(Tail tail) {
    lock.lock();
    try {
      boolean isOfUse = allOpen > 0 || System.nanoTime() - idleSince < bounds.lingering().toNanos();
      if (!isOfUse && run != null && run.tail() == tail) {
        run = null;
      }
      return isOfUse;
    } finally {
      lock.unlock();
    }
  }

  private void left(TenantId tenant) {
    lock.lock();
    try {
      open.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
      allOpen--;
      idleSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** How many watch. */
  public int open() {
    lock.lock();
    try {
      return allOpen;
    } finally {
      lock.unlock();
    }
  }

  /** How many were cut off for reading too slowly. */
  public long tooSlow() {
    return tooSlow.sum();
  }

  /** Ends every subscription, and lets nobody watch any more. */
  @Override
  public void close() {
    Run last;
    lock.lock();
    try {
      closed = true;
      last = run;
      run = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      // At once: their callers are to be gone before the follower is.
      last.tail().end(Ending.STOPPING);
      last.follower().close();
    }
  }
}

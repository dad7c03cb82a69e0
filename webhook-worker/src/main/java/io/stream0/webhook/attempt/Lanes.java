package io.stream0.webhook.attempt;

import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who goes next: a lane for each endpoint, so that a dead one holds up nobody but itself. A lane
 * starts narrow, widens with each prompt answer and is down to one at a time when there is none.
 *
 * <p>Lanes that have not answered promptly the last time may take no more than half of all room,
 * and those that never answered yet no more than three quarters together with them: of attempts
 * under way, of jobs in memory, and of the memory that their contents take.
 */
final class Lanes {
  /** How many wait in a lane for each that goes: enough until more is read from the rows. */
  private static final int WAITING_FOR_EACH = 8;

  /**
   * The same where answers are slow, or none: by the time that one ends more is read long since.
   */
  private static final int WAITING_FOR_SLOW = 1;

  /** Jobs in memory, for each attempt that may be under way. */
  private static final int HELD_FOR_EACH = 4;

  private static final int FIRST_WIDTH = 4;

  /** An endpoint that takes longer is as good as silent: it holds what others could use. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  /** Lanes that are remembered with nothing in them, and how many are looked at to forget one. */
  private static final int REMEMBERED = 1_000;

  private static final int LOOKED_AT = 8;

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(20);
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(5);

  private final Bounds bounds;
  private final Consumer<Job> start;

  // All guarded by this.
  /** The one that was asked for last stands last. */
  private final Map<Endpoint, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Answers, SequencedSet<Lane>> ready = new EnumMap<>(Answers.class);
  private final Map<Answers, Load> loads = new EnumMap<>(Answers.class);
  private int unrecorded;
  private int turn;
  private boolean stopping;
  private boolean stopped;

  /**
   * How much there may be.
   *
   * @param going attempts at once; also how many that are over may wait to be recorded
   * @param goingToOne of them, to one endpoint
   * @param contentBytes about what the contents of all jobs in memory take; one that is larger than
   *     what is left is taken all the same, or it never would be
   */
  record Bounds(int going, int goingToOne, long contentBytes) {}

  /** What an endpoint did the last time. */
  private enum Answers {
    PROMPTLY,
    NONE_YET,
    LATE_OR_NOT;

    private static final Answers[] ALL = values();
  }

  /** What lanes of one kind take. */
  private static final class Load {
    int going;
    int held;
    long bytes;
  }

  private static final class Lane {
    final Queue<Job> waiting = new ArrayDeque<>();
    final Load load = new Load();
    int width = FIRST_WIDTH;
    Answers answers = Answers.NONE_YET;

    /** Something is under way that was when the stop began. */
    boolean endsFirst;

    /** Of an attempt, smoothed. */
    long nanos;

    int depth() {
      return width * (1 + (answers == Answers.PROMPTLY ? WAITING_FOR_EACH : WAITING_FOR_SLOW));
    }
  }

  /**
   * @param start starts one, at once and elsewhere
   */
  Lanes(Bounds bounds, Consumer<Job> start) {
    this.bounds = bounds;
    this.start = start;
    for (Answers answers : Answers.ALL) {
      ready.put(answers, new LinkedHashSet<>());
      loads.put(answers, new Load());
    }
  }

  /** How many jobs for this endpoint would be taken now, where their contents are small. */
  synchronized int room(Endpoint endpoint) {
    Lane lane = lanes.get(endpoint);
    if (!mayHold(lane == null ? Answers.NONE_YET : lane.answers)) {
      return 0;
    }
    return lane == null
        ? FIRST_WIDTH * (1 + WAITING_FOR_SLOW)
        : Math.max(0, lane.depth() - lane.load.held);
  }

  /** About how long until half of what waits has gone. */
  synchronized Duration patience(Endpoint endpoint) {
    Lane lane = lanes.get(endpoint);
    if (lane == null) {
      return LEAST_PATIENCE;
    }
    long nanos = lane.nanos * lane.waiting.size() / (2L * lane.width);
    Duration wait = Duration.ofNanos(nanos);
    return wait.compareTo(LEAST_PATIENCE) < 0
        ? LEAST_PATIENCE
        : wait.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : wait;
  }

  /**
   * @return whether there was room for it
   */
  boolean add(Job job) {
    synchronized (this) {
      if (room(job.endpoint()) == 0) {
        return false;
      }
      forgetOne();
      Lane lane = lanes.computeIfAbsent(job.endpoint(), e -> new Lane());
      lane.waiting.add(job);
      count(lane, 0, 1, bytes(job));
      settle(lane);
    }
    go();
    return true;
  }

  /**
   * An attempt is over, and waits to be recorded.
   *
   * @param answered whether the endpoint answered, whatever it said
   */
  void done(Job job, boolean answered, Duration took) {
    synchronized (this) {
      Lane lane = lane(job);
      count(lane, -1, -1, -bytes(job));
      unrecorded++;
      boolean prompt = answered && took.compareTo(PROMPT) <= 0;
      // One that is well again is not waited for as it was while it was not.
      boolean anew = lane.nanos == 0 || (prompt && lane.answers != Answers.PROMPTLY);
      set(lane, prompt ? Answers.PROMPTLY : Answers.LATE_OR_NOT);
      // One that is emptied keeps its width: it is filled again from the rows.
      lane.width =
          prompt ? Math.min(bounds.goingToOne(), lane.width + 1) : answered ? lane.width : 1;
      lane.nanos = anew ? took.toNanos() : (7 * lane.nanos + took.toNanos()) / 8;
      over(lane);
    }
    go();
  }

  /** One was not to be done any more when its turn came; that says nothing of its endpoint. */
  void skipped(Job job) {
    synchronized (this) {
      Lane lane = lane(job);
      count(lane, -1, -1, -bytes(job));
      over(lane);
    }
    go();
  }

  /** Call with the lock held. */
  private void over(Lane lane) {
    lane.endsFirst &= lane.load.going > 0;
    settle(lane);
    tellWhoStops();
  }

  private void tellWhoStops() {
    if (stopping) {
      notifyAll();
    }
  }

  /**
   * Something else than an attempt wants to be recorded.
   *
   * @return false if too much waits for that already, or nothing begins any more
   */
  synchronized boolean toRecord() {
    if (stopped || unrecorded >= bounds.going()) {
      return false;
    }
    unrecorded++;
    return true;
  }

  /** One is recorded, or known not to be. */
  void recorded() {
    synchronized (this) {
      unrecorded--;
      tellWhoStops();
    }
    go();
  }

  /**
   * The process stops: waits until all is over that is under way now. Meanwhile others go on, so
   * that who hangs holds up nobody: lanes that answer promptly, each once nothing of before is left
   * in it. When this returns, nothing begins any more.
   */
  synchronized void drain(Duration most) throws InterruptedException {
    stopping = true;
    for (Lane lane : lanes.values()) {
      lane.endsFirst = lane.load.going > 0;
      settle(lane);
    }
    try {
      await(() -> lanes.values().stream().noneMatch(lane -> lane.endsFirst), most);
    } finally {
      stopped = true;
    }
  }

  /** After {@link #drain}: waits for what is still under way, and until all is recorded. */
  synchronized void awaitRecorded(Duration most) throws InterruptedException {
    await(
        () -> unrecorded == 0 && lanes.values().stream().allMatch(lane -> lane.load.going == 0),
        most);
  }

  /** Call with the lock held. */
  private void await(BooleanSupplier isSo, Duration most) throws InterruptedException {
    long last = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); left > 0 && !isSo.getAsBoolean(); ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = last - System.nanoTime();
    }
  }

  /** All jobs in memory. */
  synchronized int held() {
    return loads.values().stream().mapToInt(load -> load.held).sum();
  }

  private Lane lane(Job job) {
    Lane lane = lanes.get(job.endpoint());
    if (lane == null) {
      throw new IllegalStateException("no lane for " + job.endpoint());
    }
    return lane;
  }

  private static long bytes(Job job) {
    return job.content() == null ? 0 : job.content().length();
  }

  /** Those that were asked for longest ago go first; what they did is forgotten with them. */
  private void forgetOne() {
    Iterator<Lane> oldest = lanes.values().iterator();
    for (int i = 0; i < LOOKED_AT && lanes.size() > REMEMBERED && oldest.hasNext(); i++) {
      if (oldest.next().load.held == 0) {
        oldest.remove();
      }
    }
  }

  private void set(Lane lane, Answers answers) {
    ready(lane).remove(lane);
    Load load = lane.load;
    add(loadOf(lane.answers), -load.going, -load.held, -load.bytes);
    lane.answers = answers;
    add(loadOf(answers), load.going, load.held, load.bytes);
  }

  private void count(Lane lane, int going, int held, long bytes) {
    add(lane.load, going, held, bytes);
    add(loadOf(lane.answers), going, held, bytes);
  }

  private static void add(Load load, int going, int held, long bytes) {
    load.going += going;
    load.held += held;
    load.bytes += bytes;
  }

  @SuppressWarnings("NullAway") // there from the beginning
  private Load loadOf(Answers answers) {
    return loads.get(answers);
  }

  @SuppressWarnings("NullAway") // there from the beginning
  private SequencedSet<Lane> ready(Lane lane) {
    return ready.get(lane.answers);
  }

  /** Puts it among those that wait for their turn, or takes it away from there. */
  private void settle(Lane lane) {
    boolean goesOn = !stopping || (lane.answers == Answers.PROMPTLY && !lane.endsFirst);
    if (lane.waiting.isEmpty() || lane.load.going >= lane.width || !goesOn) {
      ready(lane).remove(lane);
    } else {
      ready(lane).add(lane);
    }
  }

  private void go() {
    for (Job next = next(); next != null; next = next()) {
      start.accept(next);
    }
  }

  /** In turns, of kinds and of the lanes of a kind. */
  private synchronized @Nullable Job next() {
    // What cannot be recorded would be done again: better not to begin.
    if (stopped || unrecorded >= bounds.going()) {
      return null;
    }
    for (int i = 0; i < Answers.ALL.length; i++) {
      Answers answers = Answers.ALL[Math.floorMod(turn++, Answers.ALL.length)];
      SequencedSet<Lane> lanesOfKind = ready.get(answers);
      if (lanesOfKind != null && !lanesOfKind.isEmpty() && mayGo(answers)) {
        Lane lane = lanesOfKind.removeFirst();
        Job job = lane.waiting.remove();
        count(lane, 1, 0, 0);
        settle(lane);
        return job;
      }
    }
    return null;
  }

  private boolean mayGo(Answers answers) {
    return hasRoom(answers, load -> load.going, bounds.going());
  }

  private boolean mayHold(Answers answers) {
    return hasRoom(answers, load -> load.held, (long) HELD_FOR_EACH * bounds.going())
        && hasRoom(answers, load -> load.bytes, bounds.contentBytes());
  }

  /** Call with the lock held. */
  private boolean hasRoom(Answers answers, ToLongFunction<Load> what, long most) {
    long late = what.applyAsLong(loadOf(Answers.LATE_OR_NOT));
    long unsure = late + what.applyAsLong(loadOf(Answers.NONE_YET));
    long all = unsure + what.applyAsLong(loadOf(Answers.PROMPTLY));
    long half = Math.max(1, most / 2);
    return all < most
        && switch (answers) {
          case PROMPTLY -> true;
          case NONE_YET -> unsure < half + most / 4;
          case LATE_OR_NOT -> late < half && unsure < half + most / 4;
        };
  }
}

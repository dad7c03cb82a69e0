package io.stream0.webhook.attempt;

import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who goes next: a lane for each endpoint, so that a dead one holds up nobody but itself. A lane
 * starts narrow, widens with each prompt answer and is down to one at a time when there is none.
 * Lanes that have not answered yet, or not promptly the last time, may take no more than half of
 * all that go at once.
 */
final class Lanes {
  /** How many wait in a lane for each that goes: enough until more is read from the rows. */
  private static final int WAITING_FOR_EACH = 8;

  private static final int FIRST_WIDTH = 4;

  /** An endpoint that takes longer is as good as silent: it holds what others could use. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  /** Lanes that are remembered with nothing in them. */
  private static final int REMEMBERED = 1_000;

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(20);
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(5);

  private final int most;
  private final int mostOfOne;
  private final Consumer<Job> start;

  // All guarded by this.
  private final Map<Endpoint, Lane> lanes = new HashMap<>();
  private final Set<Lane> ready = new LinkedHashSet<>();
  private int going;
  private int goingSilent;
  private int goingNew;

  /** What an endpoint did the last time. */
  private enum Answers {
    NONE_YET,
    PROMPTLY,
    LATE_OR_NOT
  }

  private static final class Lane {
    final Queue<Job> waiting = new ArrayDeque<>();
    int width = FIRST_WIDTH;
    int going;
    Answers answers = Answers.NONE_YET;

    /** Of an attempt, smoothed. */
    long nanos;

    boolean isEmpty() {
      return going == 0 && waiting.isEmpty();
    }
  }

  /**
   * @param most that go at once
   * @param mostOfOne of them, to one endpoint
   * @param start starts one, at once and elsewhere
   */
  Lanes(int most, int mostOfOne, Consumer<Job> start) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.start = start;
  }

  synchronized int room(Endpoint endpoint) {
    Lane lane = lanes.get(endpoint);
    int width = lane == null ? FIRST_WIDTH : lane.width;
    int taken = lane == null ? 0 : lane.waiting.size() + lane.going;
    return Math.max(0, width * (1 + WAITING_FOR_EACH) - taken);
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

  void add(Job job) {
    synchronized (this) {
      if (lanes.size() > REMEMBERED) {
        lanes.values().removeIf(Lane::isEmpty);
      }
      Lane lane = lanes.computeIfAbsent(job.endpoint(), e -> new Lane());
      lane.waiting.add(job);
      ready.add(lane);
    }
    go();
  }

  /**
   * One is over.
   *
   * @param answered whether the endpoint answered, whatever it said
   */
  void done(Job job, boolean answered, Duration took) {
    synchronized (this) {
      Lane lane = lanes.get(job.endpoint());
      if (lane == null) {
        throw new IllegalStateException("no lane for " + job.endpoint());
      }
      count(lane, -1);
      boolean prompt = answered && took.compareTo(PROMPT) <= 0;
      set(lane, prompt ? Answers.PROMPTLY : Answers.LATE_OR_NOT);
      // One that is emptied keeps its width: it is filled again from the rows.
      lane.width = prompt ? Math.min(mostOfOne, lane.width + 1) : answered ? lane.width : 1;
      lane.nanos = lane.nanos == 0 ? took.toNanos() : (7 * lane.nanos + took.toNanos()) / 8;
    }
    go();
  }

  private void set(Lane lane, Answers answers) {
    int goes = lane.going;
    count(lane, -goes);
    lane.answers = answers;
    count(lane, goes);
  }

  private void count(Lane lane, int more) {
    going += more;
    lane.going += more;
    switch (lane.answers) {
      case NONE_YET -> goingNew += more;
      case LATE_OR_NOT -> goingSilent += more;
      case PROMPTLY -> {}
    }
  }

  private void go() {
    for (Job next = next(); next != null; next = next()) {
      start.accept(next);
    }
  }

  /** In turns, so that each lane that may go does. */
  private synchronized @Nullable Job next() {
    if (going >= most) {
      return null;
    }
    Lane lane = ready.stream().filter(this::mayGo).findFirst().orElse(null);
    Job job = lane == null ? null : lane.waiting.poll();
    if (lane == null || job == null) {
      return null;
    }
    ready.remove(lane);
    if (!lane.waiting.isEmpty()) {
      ready.add(lane);
    }
    count(lane, 1);
    return job;
  }

  /** Call with the lock held. */
  private boolean mayGo(Lane lane) {
    int half = Math.max(1, most / 2);
    return lane.going < lane.width
        && switch (lane.answers) {
          case PROMPTLY -> true;
          case NONE_YET -> goingSilent + goingNew < half + most / 4;
          case LATE_OR_NOT -> goingSilent < half && goingSilent + goingNew < half + most / 4;
        };
  }
}

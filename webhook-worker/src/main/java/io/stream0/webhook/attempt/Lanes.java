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
 * starts narrow, widens with each answer and is down to one at a time when there is none; lanes
 * that do not answer may take no more than half of all that go at once.
 */
final class Lanes {
  /** How many wait in a lane for each that goes: enough until more is read from the rows. */
  private static final int WAITING_FOR_EACH = 8;

  private static final int FIRST_WIDTH = 4;
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

  private static final class Lane {
    final Queue<Job> waiting = new ArrayDeque<>();
    int width = FIRST_WIDTH;
    int going;
    boolean silent;

    /** Of an attempt, smoothed. */
    long nanos;
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
      going--;
      lane.going--;
      goingSilent -= lane.silent ? 1 : 0;
      setSilent(lane, !answered);
      lane.width = answered ? Math.min(mostOfOne, lane.width + 1) : 1;
      lane.nanos = lane.nanos == 0 ? took.toNanos() : (7 * lane.nanos + took.toNanos()) / 8;
      if (lane.going == 0 && lane.waiting.isEmpty() && answered) {
        lanes.remove(job.endpoint());
      }
    }
    go();
  }

  private void setSilent(Lane lane, boolean silent) {
    if (lane.silent != silent) {
      goingSilent += silent ? lane.going : -lane.going;
      lane.silent = silent;
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
    going++;
    lane.going++;
    goingSilent += lane.silent ? 1 : 0;
    return job;
  }

  /** Call with the lock held. */
  private boolean mayGo(Lane lane) {
    return lane.going < lane.width && (!lane.silent || goingSilent < Math.max(1, most / 2));
  }
}

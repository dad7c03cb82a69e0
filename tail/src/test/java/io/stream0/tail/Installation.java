package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is around a tail, at random: inboxes that are folded into threads, crashes, rebuilds and
 * deposed owners that forward again, instances of api that come and go, clients that do.
 */
final class Installation {
  private static final int MOST_WATCHERS = 6;

  /** More than {@link Sieve} takes for prompt. */
  private static final long LATE = 2_000;

  private final Random random;
  private final int partitions;
  private final ThreadLog log;
  private final Lookback lookback;
  private final Portion portion;
  private final int recent;
  private final int waiting;
  private final Held held;
  private final List<Watcher> watchers = new ArrayList<>();

  /** By partition of inbox: its records, each with when it was appended and its entry. */
  private final List<List<Source>> inbox = new ArrayList<>();

  private final long[] committed;

  /** By partition of inbox, where its owner folds, and one that was deposed and goes on. */
  private final int[] owner;

  private final int[] deposed;

  /** Where the first entry of each source is. */
  private final Map<RecordPosition, Long> first = new HashMap<>();

  private final Map<Long, Entry> entries = new HashMap<>();
  private long now = 1_000_000;
  private @Nullable Api api;

  /** An instance of api. */
  private record Api(
      Consumer<byte[], byte[]> consumer,
      Tail tail,
      Follower.Following follower,
      CatchUp.Log catchingUp) {}

  private record Source(long at, int partition, ThreadEvent event) {}

  /**
   * @param held in what its readers are held
   */
  Installation(Random random, Held held) {
    this.held = held;
    this.random = random;
    this.partitions = 1 + random.nextInt(3);
    this.log = new ThreadLog(partitions, 1 + random.nextInt(8));
    this.lookback = new Lookback(1 + random.nextInt(30));
    this.portion = new Portion(1 + random.nextInt(20), 1 + random.nextInt(5), 1_000_000);
    this.recent = 1 + random.nextInt(40);
    this.waiting = 1 + random.nextInt(20);
    this.committed = new long[partitions];
    this.owner = new int[partitions];
    this.deposed = new int[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      inbox.add(new ArrayList<>());
    }
  }

  List<Watcher> watchers() {
    return watchers;
  }

  void step() {
    int partition = random.nextInt(partitions);
    now += random.nextInt(300);
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> {
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 4);
        for (int i = 0; i < count; i++) {
          send(partition);
        }
      }
      case 4, 5, 6, 7 -> fold(owner, partition, 1 + random.nextInt(20));
      case 8 -> committed[partition] = owner[partition];
      case 9 -> {
        deposed[partition] = owner[partition];
        owner[partition] = (int) committed[partition];
      }
      case 10 -> fold(deposed, partition, 1 + random.nextInt(10));
      case 11 -> {
        if (random.nextInt(5) == 0) {
          // A rebuild from the topics alone.
          committed[partition] = 0;
          owner[partition] = 0;
        }
      }
      case 12 -> log.appendNonsense(partition, now);
      case 13 -> {
        if (random.nextInt(3) == 0) {
          restart();
        }
      }
      case 14 -> watch();
      case 15 -> api().follower().step(Duration.ZERO);
      default -> {
        api().follower().step(Duration.ZERO);
        if (!watchers.isEmpty()) {
          watchers.get(random.nextInt(watchers.size())).step(true);
        }
      }
    }
  }

  private void send(int partition) {
    RecordPosition source = new RecordPosition(partition, inbox.get(partition).size());
    TenantId tenant = random.nextBoolean() ? ACME : OTHER;
    ThreadEvent event =
        random.nextInt(3) == 0
            ? Events.ack(tenant, source, now)
            : Events.message(tenant, source, now);
    inbox.get(partition).add(new Source(now, random.nextInt(partitions), event));
  }

  private void fold(int[] where, int partition, int most) {
    for (int i = 0; i < most && where[partition] < inbox.get(partition).size(); i++) {
      forward(inbox.get(partition).get(where[partition]));
      where[partition]++;
    }
  }

  private void forward(Source source) {
    RecordPosition position = source.event().source();
    if (first.containsKey(position) && now - source.at() < LATE) {
      // What is forwarded again within a second is within every lookback; here that may be short.
      now = source.at() + LATE;
    }
    long offset = log.append(source.partition(), now, source.event());
    if (first.putIfAbsent(position, offset) == null) {
      entries.put(
          key(source.partition(), offset),
          Events.entry(source.partition(), offset, source.event()));
    }
  }

  private static long key(int partition, long offset) {
    return offset * 10 + partition;
  }

  private boolean counts(Entry entry) {
    return first.getOrDefault(entry.event().source(), -1L) == entry.offset();
  }

  private Api api() {
    Api running = api;
    if (running == null) {
      Tail tail = new Tail(recent, portion, held, new LongAdder(), EventMeters.none());
      Consumer<byte[], byte[]> consumer = log.consumer();
      Follower follower =
          new Follower(
              log::consumer, log.partitions(), this::counts, tail, lookback, recent, () -> true);
      running = new Api(consumer, tail, follower.new Following(consumer), catchingUp());
      running.follower().begin();
      api = running;
    }
    return running;
  }

  /** Another instance follows, at which all resume. */
  private void restart() {
    watchers.forEach(Watcher::cut);
    api().consumer().close();
    api = null;
  }

  private void watch() {
    if (watchers.size() < MOST_WATCHERS) {
      Selection selection =
          switch (random.nextInt(3)) {
            case 0 -> Events.all(ACME);
            case 1 -> Events.all(OTHER);
            default -> new Selection(ACME, null, Set.of(new AgentId("b")), Set.of(), Set.of());
          };
      watchers.add(new Watcher(this, random, selection, api().tail().reached()));
    }
  }

  /** One or two are kept for up to six watchers: they are in each other's way. */
  private CatchUp.Log catchingUp() {
    int atOnce = 1 + random.nextInt(2);
    return new CatchUp.Log(
        new Turns(atOnce),
        new LogConsumers(atOnce, log::consumer),
        log.partitions(),
        this::counts,
        lookback,
        portion,
        held,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  Subscription subscribe(Selection selection, String lastId) {
    return new Subscription(
        api().tail(),
        new Listener(selection, waiting, held),
        api().catchingUp(),
        null,
        Positions.ofCursor("id", lastId, partitions),
        () -> {});
  }

  /** Folds all that there is, and lets everyone read to the end. */
  void finish() {
    for (int partition = 0; partition < partitions; partition++) {
      fold(owner, partition, Integer.MAX_VALUE);
    }
    // All of them in turn: what one has in hand may be what another waits for.
    for (int i = 0; !watchers.stream().allMatch(watcher -> watcher.isAt(log.ends())); i++) {
      api().follower().step(Duration.ZERO);
      watchers.forEach(watcher -> watcher.step(false));
      if (i > 10_000) {
        throw new AssertionError("it does not come to the end");
      }
    }
    // Nothing comes behind the end.
    watchers.forEach(watcher -> watcher.step(false));
    watchers.forEach(Watcher::cut);
    if (log.open() != 1) {
      throw new AssertionError("beside the follower there reads: " + (log.open() - 1));
    }
  }

  Map<Integer, List<Long>> firstEntries(Selection selection, Positions from) {
    Map<Integer, List<Long>> offsets = new TreeMap<>();
    entries.values().stream()
        .filter(entry -> entry.offset() >= from.next(entry.partition()))
        .filter(entry -> selection.takes(entry.event()))
        .sorted(Comparator.comparingLong(Entry::offset))
        .forEach(
            entry ->
                offsets
                    .computeIfAbsent(entry.partition(), p -> new ArrayList<>())
                    .add(entry.offset()));
    return offsets;
  }
}

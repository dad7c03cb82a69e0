package io.stream0.faults.cluster;

import io.stream0.cluster.Cluster;
import io.stream0.cluster.Layout;
import io.stream0.cluster.Programs;
import io.stream0.faults.drive.Caller;
import io.stream0.faults.drive.LastLook;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.history.Answer;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Sending;
import io.stream0.faults.network.Break;
import io.stream0.faults.network.Cut;
import io.stream0.faults.network.Cut.Manner;
import io.stream0.faults.network.RelayedNetwork;
import io.stream0.faults.network.Way;
import io.stream0.faults.topics.TopicReader;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.ThreadId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What lost most of a store of a prototype: a processor is cut off in the midst of its work, with
 * rows on their way to the log that stores are restored from. A second one takes over and finishes.
 * Then the first is healed: its rows arrive, behind those of its successor. Then both are killed,
 * and a third restores its stores from that log.
 *
 * <p>One broker: it is the processors that this is about.
 */
public final class ZombieRun {
  private static final String CHANGELOG = "stream0.processor-inbox-changelog";
  private static final String GROUP = "stream0.processor";
  private static final List<String> TOPICS = List.of("stream0.inbox", "stream0.threads");
  private static final String BROKER = "broker-1";
  private static final String API = "api-1";
  private static final String ZOMBIE = "processor-1";
  private static final String SUCCESSOR = "processor-2";
  private static final String THIRD = "processor-3";

  private static final int PARTITIONS = 2;
  private static final int AGENTS = 4;
  private static final int BACKLOG = 3_000;
  private static final int AT_ONCE = 500;
  private static final int BEHIND = 20;

  /** So many rows are on the log when the zombie is cut off: it is in the midst of its work. */
  private static final int ROWS_BEFORE = 200;

  private static final Duration MOST = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Recorder recorder;
  private final Consumer<String> say;
  private final Fleet fleet;
  private final Caller caller;
  private final List<AgentId> agents =
      IntStream.range(0, AGENTS).mapToObj(i -> new AgentId("agent-" + i)).toList();

  /** What it leaves. */
  public record Outcome(History history, Log log) {}

  private ZombieRun(Recorder recorder, Consumer<String> say, Fleet fleet, Caller caller) {
    this.recorder = recorder;
    this.say = say;
    this.fleet = fleet;
    this.caller = caller;
  }

  /**
   * Returns when all is done.
   *
   * @param programs what api and processors are started with
   * @param folder of the state and the logs of all processes, not there yet
   * @return empty if no row of the zombie arrived behind those of its successor, so that nothing is
   *     proven: it was cut off between what it had written and what it was to read next
   * @throws IllegalStateException if something that has to happen does not
   */
  public static Optional<Outcome> of(
      Programs programs, Path folder, Recorder recorder, Consumer<String> say)
      throws InterruptedException {
    Apis apis = new Apis();
    RelayedNetwork network = new RelayedNetwork(folder.resolve("hosts"));
    Layout layout = new Layout(folder, 1, PARTITIONS, 3, 1, patient(programs), network);
    try (Fleet fleet = new Fleet(new Cluster(layout), network, apis);
        Caller caller = new Caller(apis, recorder)) {
      return new ZombieRun(recorder, say, fleet, caller).run();
    }
  }

  /** With a producer that does not give up before its successor has started, however slowly. */
  private static Programs patient(Programs programs) {
    List<String> arguments = new ArrayList<>(programs.processor());
    arguments.add("--spring.kafka.streams.properties.producer.delivery.timeout.ms=600000");
    return programs.withProcessor(arguments);
  }

  private Optional<Outcome> run() throws InterruptedException {
    List.of(BROKER, ZOMBIE, API).forEach(fleet::start);
    say.accept("ready after " + fleet.awaitWhole());
    register();
    fleet.pause(ZOMBIE);
    sendBacklog();
    long before = rows();
    fleet.resume(ZOMBIE);
    await("rows of the backlog", () -> rows() >= before + ROWS_BEFORE);
    Break cutOff = new Break(new Way(ZOMBIE, BROKER), Cut.both(Manner.LATE));
    fleet.cut(cutOff);
    say.accept("%s is cut off, after %,d rows".formatted(ZOMBIE, rows() - before));

    fleet.start(SUCCESSOR);
    await(SUCCESSOR + " to have folded all", this::isFolded);
    LastLook.readAll(caller, recorder, agents);
    long finished = rows();
    say.accept("%s has finished, with %,d rows more".formatted(SUCCESSOR, finished - before));

    fleet.heal(cutOff);
    // Whole again it has sent what it had.
    fleet.awaitWhole();
    long late = rows() - finished;
    say.accept("%s is healed: %,d rows came late".formatted(ZOMBIE, late));
    if (late == 0) {
      return Optional.empty();
    }

    fleet.kill(ZOMBIE);
    fleet.kill(SUCCESSOR);
    fleet.start(THIRD);
    say.accept("%s is ready after %s".formatted(THIRD, fleet.awaitWhole()));
    LastLook.readAll(caller, recorder, agents);
    for (int i = 0; i < BEHIND; i++) {
      send("behind", i);
    }
    LastLook.settle(caller, agents);
    await("all to be folded", this::isFolded);
    long settled = System.nanoTime();
    LastLook.readAll(caller, recorder, agents);
    Log log = new TopicReader(fleet.outsideBootstrapServers()).read();
    return Optional.of(new Outcome(recorder.history(settled), log));
  }

  private void register() throws InterruptedException {
    for (AgentId agent : agents) {
      while (!(caller.register(agent) instanceof Answer.Done<?>)) {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    }
  }

  /** Nobody folds now: each is answered when the api has waited long enough. */
  private void sendBacklog() throws InterruptedException {
    try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < BACKLOG; i++) {
        int number = i;
        sent.add(
            senders.submit(
                () -> {
                  send("backlog", number);
                  return null;
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a send of the backlog", e);
    }
    say.accept("%,d messages are sent".formatted(BACKLOG));
  }

  private void send(String what, int number) throws InterruptedException {
    AgentId agent = agents.get(number % agents.size());
    Answer<?> unused =
        caller.send(
            new Sending(
                agent,
                new ThreadId(what + "-" + number % (2 * AGENTS)),
                agent,
                "%s-%d %s".formatted(what, number, "x".repeat(100)),
                null));
  }

  /** How many rows the log of the inbox stores has taken. */
  private long rows() {
    try {
      return fleet.kafka().recordsOf(CHANGELOG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private boolean isFolded() {
    try {
      return fleet.kafka().isFolded(GROUP, TOPICS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void await(String what, BooleanSupplier comesAbout) throws InterruptedException {
    long began = System.nanoTime();
    while (!comesAbout.getAsBoolean()) {
      if (System.nanoTime() - began > MOST.toNanos()) {
        throw new IllegalStateException(
            "%s: not within %s%n%s".formatted(what, MOST, fleet.states()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }
}

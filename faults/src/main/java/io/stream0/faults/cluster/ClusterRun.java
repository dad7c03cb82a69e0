package io.stream0.faults.cluster;

import io.stream0.cluster.Cluster;
import io.stream0.cluster.Layout;
import io.stream0.cluster.Programs;
import io.stream0.faults.cluster.ClusterOutcome.Harm;
import io.stream0.faults.cluster.Deck.Dealt;
import io.stream0.faults.drive.Caller;
import io.stream0.faults.drive.Deliveries;
import io.stream0.faults.drive.LastLook;
import io.stream0.faults.drive.Load;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.drive.Receiver;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.history.Period;
import io.stream0.faults.network.RelayedNetwork;
import io.stream0.faults.topics.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A run on a cluster: agents use both api while something is done to its processes. */
public final class ClusterRun {
  private static final int BROKERS = 3;
  private static final int EACH = 2;
  private static final int PARTITIONS = 6;
  private static final String PROCESSORS = "stream0.processor";
  private static final List<String> FOLDED = List.of("stream0.inbox", "stream0.threads");
  private static final String WORKERS = "stream0.webhook-worker";
  private static final List<String> TOLD = List.of("stream0.inbox", "stream0.deliveries");

  /**
   * Settings of a webhook worker: an endpoint that fails once is not to keep the run waiting, and
   * one that fails by chance is not to be given up.
   */
  private static final List<String> HASTE =
      List.of(
          "--stream0.webhooks.timeout=2s",
          "--stream0.webhooks.retry-schedule=1s,1s,2s,2s,5s,5s,5s" + ",10s".repeat(20));

  /** With nothing wrong, so long without a single message accepted is a failure. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration MOST_TO_FOLD = Duration.ofMinutes(2);
  private static final Duration MOST_TO_TELL = Duration.ofMinutes(4);

  private final Plan plan;
  private final Recorder recorder;
  private final Consumer<String> say;
  private final Apis apis = new Apis();
  private final Fleet fleet;
  private final Deck deck;
  private final Receiver receiver;
  private final RandomGenerator chances;
  private final List<Harm> harm = new ArrayList<>();
  private final List<Period> deposed = new ArrayList<>();
  private final List<Period> brokersHarmed = new ArrayList<>();

  /**
   * Prepares a cluster; one run can be made of it.
   *
   * @param root of the checkout, its jars built
   * @param folder of the state and the logs of all processes, not there yet
   * @param say told of what is done
   */
  public ClusterRun(Plan plan, Path root, Path folder, Recorder recorder, Consumer<String> say) {
    this.plan = plan;
    this.recorder = recorder;
    this.say = say;
    RelayedNetwork network = new RelayedNetwork(folder.resolve("hosts"));
    Layout layout =
        new Layout(
            folder, BROKERS, PARTITIONS, EACH, EACH, EACH, hasty(Programs.jars(root)), network);
    this.fleet = new Fleet(new Cluster(layout), network, apis);
    this.chances = plan.chances(0);
    this.deck =
        new Deck(
            chances, fleet.apis(), fleet.processors(), fleet.webhookWorkers(), fleet.brokers());
    this.receiver = new Receiver(recorder, plan.chances(plan.workers() + 1));
  }

  private static Programs hasty(Programs programs) {
    List<String> arguments = new ArrayList<>(programs.webhookWorker());
    arguments.addAll(HASTE);
    return programs.withWebhookWorker(arguments);
  }

  /**
   * Faults come and go, every second time two of them at once. When all is done every process is
   * killed, the stores are deleted, and what is then restored from the cluster is read in full, and
   * what is on the topics beside it. Of the agents half wait for every answer, half give up soon;
   * half of those that stay have a webhook, and all is told before all is read.
   *
   * @throws IllegalStateException if the cluster does not start, or does not recover
   */
  public ClusterOutcome underFaults() throws InterruptedException {
    try (fleet;
        receiver) {
      start();
      Load load =
          new Load(
              plan,
              List.of(new Caller(apis, recorder), Caller.impatient(apis, recorder)),
              receiver);
      underLoad(load, () -> dealFaults(load));
      return outcome(load, restore());
    }
  }

  /**
   * Every process is stopped and started again, one after the other, each when all are ready. Then
   * all is read in full, and what is on the topics beside it.
   *
   * @throws IllegalStateException if the cluster does not start, or does not recover
   */
  public ClusterOutcome underRollingRestart() throws InterruptedException {
    try (fleet;
        receiver) {
      start();
      Load load = new Load(plan, List.of(new Caller(apis, recorder)), receiver);
      underLoad(load, () -> restartEach(load));
      return outcome(load, Duration.ZERO);
    }
  }

  private void start() throws InterruptedException {
    fleet.everybody().forEach(fleet::start);
    told("the cluster is whole", fleet.awaitWhole());
  }

  private ClusterOutcome outcome(Load load, Duration restored) throws InterruptedException {
    long settled;
    try (Caller caller = new Caller(apis, recorder)) {
      LastLook.settle(caller, load.agents());
      awaitFolded(PROCESSORS, FOLDED);
      // Only then all that was taken is recorded too, however late it was told.
      awaitTold(load);
      settled = System.nanoTime();
      LastLook.readAll(caller, recorder, load.agents());
    }
    return new ClusterOutcome(
        recorder.history(settled, deposed, brokersHarmed, fleet.pauses(fleet.webhookWorkers())),
        new TopicReader(fleet.outsideBootstrapServers()).read(),
        harm,
        load.secondTries(),
        restored,
        fleet.endedByThemselves());
  }

  private void told(String what, Duration after) {
    say.accept("%s after %.1f s".formatted(what, after.toMillis() / 1000.0));
  }

  /** What is done to the processes while they are used. */
  private interface Harming {
    void go() throws InterruptedException;
  }

  private void underLoad(Load load, Harming harming) throws InterruptedException {
    try {
      try (Caller caller = new Caller(apis, recorder)) {
        load.register(caller);
      }
      load.start();
      harming.go();
      load.noMoreHarm();
      awaitDone(load);
    } catch (InterruptedException | RuntimeException e) {
      load.fail(e);
      // Nobody may be left who waits for a server, or closing would wait for them.
      apis.end("the run has failed");
      throw e;
    } finally {
      load.close();
    }
  }

  private void dealFaults(Load load) throws InterruptedException {
    int faults = 0;
    int[] moments = moments();
    for (int i = 0; faults < plan.faults(); i++) {
      awaitAccepted(load, moments[i]);
      faults += harm(load, i % 2 == 1 && faults + 1 < plan.faults());
    }
  }

  private void restartEach(Load load) throws InterruptedException {
    List<String> names = fleet.everybody();
    for (String name : names.reversed()) {
      awaitAccepted(load, load.accepted() + Math.max(1, plan.messages() / (2 * names.size())));
      say.accept("%,7d accepted: %s is stopped".formatted(load.accepted(), name));
      long began = System.nanoTime();
      fleet.stop(name);
      fleet.start(name);
      told("                  whole again", fleet.awaitWhole());
      if (fleet.brokers().contains(name)) {
        brokersHarmed.add(new Period(began, System.nanoTime()));
      }
    }
  }

  /** At how many accepted messages harm is done, in order: one fault, two at once, and so on. */
  private int[] moments() {
    int times = (2 * plan.faults() + 2) / 3;
    return chances.ints(times, 0, plan.messages()).sorted().toArray();
  }

  private void awaitAccepted(Load load, int messages) throws InterruptedException {
    Progress progress = new Progress(load);
    while (load.accepted() < messages) {
      progress.look();
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }

  private void awaitDone(Load load) throws InterruptedException {
    Progress progress = new Progress(load);
    while (!load.isDoneSoon()) {
      progress.look();
    }
    load.check();
  }

  /** Sees to it that messages are accepted while nothing is wrong. */
  private final class Progress {
    private final Load load;
    private int accepted;
    private long since = System.nanoTime();

    Progress(Load load) {
      this.load = load;
      this.accepted = load.accepted();
    }

    void look() {
      load.check();
      receiver.check();
      fleet.supervise();
      if (load.accepted() > accepted) {
        accepted = load.accepted();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STUCK.toNanos()) {
        throw new IllegalStateException(
            "nothing was accepted for %s with nothing wrong, after %,d messages"
                .formatted(STUCK, accepted));
      }
    }
  }

  /** What happens at some time after harm began. */
  private record Moment(Duration at, String what, Runnable happens) {}

  /**
   * @param two whether a second fault comes while the first one lasts
   * @return how many there were
   */
  private int harm(Load load, boolean two) throws InterruptedException {
    List<Dealt> dealt = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    Dealt first = deck.deal(Set.of());
    add(dealt, moments, first, Duration.ZERO);
    if (two) {
      Dealt second = deck.deal(first.fault().victims());
      long before = Math.max(1, first.fault().lasts().toMillis());
      add(dealt, moments, second, Duration.ofMillis(chances.nextLong(before)));
    }
    moments.sort(Comparator.comparing(Moment::at));
    long began = System.nanoTime();
    for (Moment moment : moments) {
      while (System.nanoTime() - began < moment.at().toNanos()) {
        load.check();
        fleet.supervise();
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
      say.accept("%,7d accepted: %s".formatted(load.accepted(), moment.what()));
      moment.happens().run();
    }
    Duration whole = fleet.awaitWhole();
    told("                  whole again", whole);
    List<Fault> faults = dealt.stream().map(Dealt::fault).toList();
    Period harmed = new Period(began, System.nanoTime());
    if (faults.stream().anyMatch(Fault::mayDepose)) {
      deposed.add(harmed);
    }
    if (faults.stream().anyMatch(this::isOfBrokers)) {
      brokersHarmed.add(harmed);
    }
    harm.add(new Harm(dealt.stream().map(one -> one.kind().sentence()).toList(), faults, whole));
    return faults.size();
  }

  private boolean isOfBrokers(Fault fault) {
    return fault.mayDepose() || fleet.brokers().stream().anyMatch(fault.victims()::contains);
  }

  private void add(List<Dealt> dealt, List<Moment> moments, Dealt one, Duration at) {
    Fault fault = one.fault();
    dealt.add(one);
    moments.add(new Moment(at, fault.toString(), () -> fault.begin(fleet)));
    moments.add(new Moment(at.plus(fault.lasts()), "over: " + fault, () -> fault.end(fleet)));
  }

  /** Kills every process, deletes every store, and starts all again. */
  private Duration restore() throws InterruptedException {
    say.accept("kill -9 of everything; the stores are deleted");
    long began = System.nanoTime();
    fleet.everybody().forEach(fleet::kill);
    fleet.processors().forEach(fleet::forget);
    fleet.webhookWorkers().forEach(fleet::forget);
    fleet.everybody().forEach(fleet::start);
    Duration took = fleet.awaitWhole();
    brokersHarmed.add(new Period(began, System.nanoTime()));
    told("restored and whole", took);
    return took;
  }

  /** Whoever has a webhook is told of all that was sent, and that is recorded. */
  private void awaitTold(Load load) throws InterruptedException {
    long began = System.nanoTime();
    Deliveries.awaitNone(apis, load.hooked(), MOST_TO_TELL);
    awaitFolded(WORKERS, TOLD);
    receiver.check();
    told("everything is told", Duration.ofNanos(System.nanoTime() - began));
  }

  /** What was sent is in all stores of a group and on all topics. */
  private void awaitFolded(String group, List<String> topics) throws InterruptedException {
    long began = System.nanoTime();
    while (!fleet.kafka().isFolded(group, topics)) {
      if (System.nanoTime() - began > MOST_TO_FOLD.toNanos()) {
        throw new IllegalStateException(
            "%s has not folded all after %s".formatted(group, MOST_TO_FOLD));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }
}

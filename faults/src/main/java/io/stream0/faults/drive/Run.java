package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Sending;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A run: workers use the server while it is killed at random moments, some of them while it starts,
 * and started again on the same data. Then it is killed once more, started, and read in full.
 */
public final class Run {
  private static final ThreadId FIRST_SENDS = new ThreadId("first-sends");
  private static final int LONGEST_PAUSE_MILLIS = 400;
  private static final int LONGEST_START_MILLIS = 6_000;
  private static final int ONE_IN_START_OF = 5;

  private final Plan plan;
  private final List<String> command;
  private final Path data;
  private final Recorder recorder;
  private final Consumer<String> say;
  private final Load load;
  private final Gate gate = new Gate();
  private final RandomGenerator chances;
  private final List<Duration> starts = new ArrayList<>();

  private int kills;
  private int killsInStart;

  private Run(Plan plan, List<String> command, Path data, Recorder recorder, Consumer<String> say) {
    this.plan = plan;
    this.command = command;
    this.data = data;
    this.recorder = recorder;
    this.say = say;
    this.load = new Load(plan, List.of(new Caller(gate, recorder)));
    this.chances = plan.chances(0);
  }

  /**
   * Returns when all is done.
   *
   * @param command that starts the server
   * @param data its folder, not there yet
   * @param say told of each kill and start
   * @throws IOException if the server does not start or ends by itself
   */
  public static Outcome of(
      Plan plan, List<String> command, Path data, Recorder recorder, Consumer<String> say)
      throws IOException, InterruptedException {
    return new Run(plan, command, data, recorder, say).run();
  }

  private Outcome run() throws IOException, InterruptedException {
    AllInOne server = AllInOne.start(command, data);
    try {
      server.awaitHealthy();
      try (Caller caller = Caller.of(server, recorder)) {
        load.register(caller);
      }
      firstSend(server);
      server = killUnderLoad(server);
      server = restarted(server);
      long settled;
      try (Caller caller = Caller.of(server, recorder)) {
        settled = LastLook.at(caller, recorder, load.agents());
      }
      return new Outcome(recorder.history(settled), starts, kills, killsInStart);
    } finally {
      server.close();
    }
  }

  private AllInOne killUnderLoad(AllInOne first) throws IOException, InterruptedException {
    AllInOne server = first;
    try {
      gate.open(server.server());
      load.start();
      for (int moment : moments()) {
        if (kills < plan.faults()) {
          awaitAccepted(server, moment);
          TimeUnit.MILLISECONDS.sleep(chances.nextInt(LONGEST_PAUSE_MILLIS));
          server = restarted(server);
          gate.open(server.server());
        }
      }
      load.noMoreHarm();
      while (!load.isDoneSoon()) {
        check(server);
      }
      check(server);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      load.fail(e);
      server.close();
      throw e;
    } finally {
      // Nobody may be left who calls or waits, or the caller would wait for them.
      gate.end("the run is over");
      load.close();
    }
  }

  /** At how many accepted messages to kill, in order. */
  private int[] moments() {
    return chances.ints(plan.faults(), 0, plan.messages()).sorted().toArray();
  }

  private void awaitAccepted(AllInOne server, int messages)
      throws IOException, InterruptedException {
    while (load.accepted() < messages) {
      check(server);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void check(AllInOne server) throws IOException {
    if (!server.isAlive()) {
      throw new IOException("the server ended by itself:\n" + server.endOfLog());
    }
    load.check();
  }

  /** Kills the server and starts another one; sometimes kills that too, while it starts. */
  private AllInOne restarted(AllInOne before) throws IOException, InterruptedException {
    before.kill();
    gate.close();
    kills++;
    say.accept("kill %d at %,d accepted".formatted(kills, load.accepted()));
    AllInOne server = AllInOne.start(command, data);
    try {
      while (chances.nextInt(ONE_IN_START_OF) == 0) {
        Duration age = Duration.ofMillis(chances.nextInt(LONGEST_START_MILLIS));
        if (server.isHealthyWithin(age)) {
          break;
        }
        server.kill();
        kills++;
        killsInStart++;
        say.accept("kill %d, %,d ms after its start".formatted(kills, age.toMillis()));
        server = AllInOne.start(command, data);
      }
      server.awaitHealthy();
      firstSend(server);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Ready means that a first send succeeds. */
  private void firstSend(AllInOne server) throws InterruptedException {
    AgentId agent = load.agents().getFirst();
    String name = "first-send-" + (starts.size() + 1);
    Sending sending = new Sending(agent, FIRST_SENDS, agent, name, new IdempotencyKey(name));
    try (Caller caller = Caller.of(server, recorder)) {
      boolean visible = false;
      while (!visible) {
        visible =
            caller.send(sending) instanceof Answer.Done<Accepted> accepted
                && accepted.said().visible();
      }
    }
    starts.add(server.age());
    say.accept("ready after %.1f s".formatted(server.age().toMillis() / 1000.0));
  }
}

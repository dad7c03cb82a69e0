package io.stream0.faults.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Violation;
import io.stream0.faults.drive.AllInOne;
import io.stream0.faults.drive.Caller;
import io.stream0.faults.drive.Deliveries;
import io.stream0.faults.drive.LastLook;
import io.stream0.faults.drive.Receiver;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.drive.Server;
import io.stream0.faults.drive.Servers;
import io.stream0.faults.history.Answer;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Sending;
import io.stream0.faults.planted.Planted.Plant;
import io.stream0.faults.topics.TopicReader;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link PlantedBugsIT}, of who tells webhooks: an endpoint fails once, and then all is well.
 */
@Timeout(600)
class PlantedWorkerIT {
  private static final AgentId AGENT = new AgentId("agent");
  private static final List<AgentId> AGENTS = List.of(AGENT);

  @TempDir Path folder;

  /** The first request fails, all others are taken, as {@link Receiver} reads chances. */
  private static final class FailsFirst implements RandomGenerator {
    private int asked;

    @Override
    public int nextInt(int bound) {
      return asked++ == 0 ? 30 : bound - 1;
    }

    @Override
    public long nextLong() {
      throw new IllegalStateException("only numbers below a bound are asked for");
    }
  }

  private record Only(Server server) implements Servers {
    @Override
    public Server next() {
      return server;
    }

    @Override
    public @Nullable Server other(Server than) {
      return null;
    }
  }

  private List<Violation> whenWebhooksAreTold(Plant plant) throws Exception {
    int broker = AllInOne.freePort();
    List<String> command = new ArrayList<>(Planted.command(plant));
    command.add("--stream0.broker.port=" + broker);
    command.add("--stream0.webhooks.retry-schedule=100ms,100ms,100ms");
    try (Recorder recorder = Recorder.to(folder.resolve("history.jsonl"));
        Receiver receiver = new Receiver(recorder, new FailsFirst());
        AllInOne server = AllInOne.start(command, folder.resolve("data"));
        Caller caller = Caller.of(server, recorder)) {
      server.awaitHealthy();
      until(() -> receiver.register(caller, AGENT));
      send(caller, WrongWorker.WORD);
      send(caller, "as any other");
      LastLook.settle(caller, AGENTS);
      URI address = server.address();
      Deliveries.awaitNone(new Only(new Server("server", address)), AGENTS, Duration.ofMinutes(1));
      receiver.check();
      long settled = System.nanoTime();
      LastLook.readAll(caller, recorder, AGENTS);
      History history = recorder.history(settled, List.of(), List.of(), List.of());
      return Checker.check(history, new TopicReader("127.0.0.1:" + broker).read()).violations();
    }
  }

  private static void send(Caller caller, String content) throws InterruptedException {
    Sending sending =
        new Sending(
            AGENT,
            new ThreadId("thread"),
            new AgentId("sender"),
            content,
            new IdempotencyKey("key-" + content));
    until(() -> caller.send(sending));
  }

  private interface Asking {
    Answer<?> ask() throws InterruptedException;
  }

  private static void until(Asking done) throws InterruptedException {
    Answer<?> answer;
    do {
      answer = done.ask();
    } while (!(answer instanceof Answer.Done<?>));
  }

  /** Of the id that is not the delivery's the signature is not either. */
  @Test
  void whatIsRecordedFirstOrRepeatedUnderAnotherIdIsFound() throws Exception {
    assertThat(whenWebhooksAreTold(Plant.WRONG_WORKER))
        .hasAtLeastOneElementOfType(Violation.NeverNotified.class)
        .hasAtLeastOneElementOfType(Violation.DeliveryIdDiffers.class)
        .hasOnlyElementsOfTypes(
            Violation.NeverNotified.class,
            Violation.DeliveryIdDiffers.class,
            Violation.WronglySigned.class);
  }

  @Test
  void whatIsToldAsItShouldBeIsNoViolation() throws Exception {
    assertThat(whenWebhooksAreTold(Plant.NONE)).isEmpty();
  }
}

package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.standalone.Receiver.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The finished jar, killed with {@code kill -9} while it tells a webhook. */
@Timeout(400)
class WebhookCrashIT {
  private static final Path JAR = Path.of(System.getProperty("stream0.jar", "target/stream0.jar"));
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int KILLS = 3;
  private static final int MESSAGES = 60;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void everyMessageIsToldAndNoneThatIsRecordedGoesOutAgain() throws Exception {
    // Slow enough that a kill finds some under way, and one in five fails at first.
    Map<String, Integer> failed = new HashMap<>();
    try (Receiver receiver =
        new Receiver(
            (told, number) -> {
              // Nobody counts it down: an endpoint that takes its time.
              boolean unused = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
              synchronized (failed) {
                return number % 5 == 0 && failed.merge(told.id(), 1, Integer::sum) == 1 ? 500 : 204;
              }
            })) {
      Set<String> sent = new HashSet<>();
      for (int kill = 0; kill < KILLS; kill++) {
        Client client = start();
        client.post(
            "/agents", "{\"id\": \"agent\", \"webhook\": \"%s\"}".formatted(receiver.url("/hook")));
        Set<String> recorded = delivered(client);
        int before = receiver.told().size();
        for (int i = 0; i < MESSAGES; i++) {
          sent.add(client.send("agent", "t", "me", "message", "1").text("message_id"));
        }
        await().atMost(LONG).until(() -> receiver.told().size() > before + MESSAGES / 3);
        // What was recorded before this start has not gone out again.
        assertThat(idsOf(receiver.told().subList(before, receiver.told().size())))
            .noneMatch(recorded::contains);
        started.removeLast().destroyForcibly().waitFor();
      }

      Client client = start();
      await().atMost(LONG).until(() -> delivered(client).size() == sent.size());
      assertThat(messagesOf(receiver.told())).isEqualTo(sent);
      // One message, one webhook-id, however often it went out.
      assertThat(idsOf(receiver.told())).hasSize(sent.size());
      int all = receiver.told().size();
      started.removeLast().destroyForcibly().waitFor();

      Client again = start();
      String last = again.send("agent", "t", "me", "message", "1").text("message_id");
      await().atMost(LONG).until(() -> messagesOf(receiver.told()).contains(last));
      assertThat(messagesOf(receiver.told().subList(all, receiver.told().size())))
          .containsExactly(last);
    }
  }

  private static Set<String> idsOf(List<Told> told) {
    Set<String> ids = new HashSet<>();
    told.forEach(one -> ids.add(one.id()));
    return ids;
  }

  private static Set<String> messagesOf(List<Told> told) {
    Set<String> ids = new HashSet<>();
    told.forEach(one -> ids.add(one.text("message_id")));
    return ids;
  }

  private static Set<String> delivered(Client client) {
    Answer answer = client.get("/agents/agent/deliveries?status=delivered");
    Set<String> ids = new HashSet<>();
    for (JsonNode delivery : answer.json().path("deliveries").values()) {
      ids.add(delivery.path("id").stringValue(""));
    }
    return answer.status() == 200 ? ids : Set.of("unanswered");
  }

  private Client start() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--stream0.webhooks.retry-schedule=500ms,500ms,500ms,500ms,500ms")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile());
    builder.environment().put("STREAM0_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    started.add(builder.start());
    Client client = new Client("http://127.0.0.1:" + port, "YOUR_KEY");
    await().atMost(LONG).until(() -> isHealthy(client));
    return client;
  }

  private static boolean isHealthy(Client client) {
    try {
      return client.get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}

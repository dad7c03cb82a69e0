package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.standalone.Receiver.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The finished jar, killed with {@code kill -9} while it tells a webhook. */
@Timeout(400)
class WebhookCrashIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int KILLS = 2;
  private static final int MESSAGES = 60;

  @TempDir Path folder;

  private @Nullable JarServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
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
        Objects.requireNonNull(server).kill();
      }

      Client client = start();
      await().atMost(LONG).until(() -> delivered(client).size() == sent.size());
      assertThat(messagesOf(receiver.told())).isEqualTo(sent);
      // One message, one webhook-id, however often it went out.
      assertThat(idsOf(receiver.told())).hasSize(sent.size());
      int all = receiver.told().size();
      Objects.requireNonNull(server).kill();

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
    server =
        JarServer.start(folder, "--stream0.webhooks.retry-schedule=500ms,500ms,500ms,500ms,500ms");
    return server.client("YOUR_KEY");
  }
}

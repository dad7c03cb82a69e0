package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.stream0.standalone.Receiver.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over real HTTP on a real broker. */
@ExtendWith(RealBroker.class)
@Timeout(300)
class WebhooksIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String[] SETTINGS = {
    "--stream0.webhooks.allow-private-addresses=true",
    "--stream0.webhooks.retry-schedule=500ms,500ms",
  };

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), state, SETTINGS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer register(Client client, String id, String webhook) {
    return client.post("/agents", "{\"id\": \"%s\", \"webhook\": \"%s\"}".formatted(id, webhook));
  }

  private static String status(Client client, String agent, String delivery) {
    return client
        .get("/agents/" + agent + "/deliveries")
        .json()
        .path("deliveries")
        .values()
        .stream()
        .filter(d -> d.path("id").stringValue("").equals(delivery))
        .map(d -> d.path("status").stringValue(""))
        .findFirst()
        .orElse("not there");
  }

  @Test
  void whoRegistersAndIsWrittenToIsToldAsTheSpecificationSays() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> 204)) {
      client.register("agent");
      assertThat(client.send("agent", "t", "early", "message", "0").status()).isEqualTo(201);
      String secret = register(client, "agent", receiver.url("/hook")).text("webhook_secret");
      Answer sent = client.send("agent", "task-1", "zoë 🦊", "request", "{\"a\":1}");
      await().atMost(LONG).until(() -> receiver.told().size() == 1);

      Told told = receiver.told().getFirst();
      assertThat(told.text("event")).isEqualTo("new_message");
      assertThat(told.text("agent_id")).isEqualTo("agent");
      assertThat(told.text("message_id")).isEqualTo(sent.text("message_id"));
      assertThat(told.text("thread_id")).isEqualTo("task-1");
      assertThat(told.text("from")).isEqualTo("zoë 🦊");
      assertThat(told.text("type")).isEqualTo("request");
      assertThat(told.text("created_at")).isEqualTo(sent.text("created_at"));
      assertThat(told.json().has("content")).isFalse();
      assertThat(told.headers().get("user-agent")).containsExactly("Stream0/" + version(client));
      assertThatCode(() -> new Webhook(secret).verify(told.body(), told.headers()))
          .doesNotThrowAnyException();
      await().atMost(LONG).until(() -> status(client, "agent", told.id()).equals("delivered"));
      // What was passed before the registration is not told.
      assertThat(receiver.told()).hasSize(1);
    }
  }

  private static String version(Client client) {
    return client.get("/health").text("version");
  }

  @Test
  void theContentIsToldToWhoAskedForIt() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> 200)) {
      client.post(
          "/agents",
          "{\"id\": \"agent\", \"webhook\": \"%s\", \"webhook_include_content\": true}"
              .formatted(receiver.url("/hook")));
      client.send("agent", "t", "me", "message", "{\"n\": 0.10}");
      await().atMost(LONG).until(() -> receiver.told().size() == 1);
      assertThat(receiver.told().getFirst().body()).contains("\"content\":{\"n\": 0.10}");
    }
  }

  @Test
  void whatFailsIsTriedAgainUnderTheSameIdAndThenListed() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> number < 3 ? 500 : 204)) {
      register(client, "agent", receiver.url("/hook"));
      client.send("agent", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> receiver.told().size() == 3);
      String id = receiver.told().getFirst().id();
      assertThat(receiver.told()).extracting(Told::id).containsOnly(id);
      await().atMost(LONG).until(() -> status(client, "agent", id).equals("delivered"));
      Answer listed = client.get("/agents/agent/deliveries?status=delivered");
      var attempts = listed.json().path("deliveries").path(0).path("attempts");
      assertThat(attempts.values())
          .extracting(a -> a.path("status").intValue())
          .containsExactly(500, 500, 204);
      assertThat(client.get("/agents/agent/deliveries?status=exhausted").json().path("deliveries"))
          .isEmpty();
    }
  }

  @Test
  void anExhaustedDeliveryStaysListedAndCanBeSentAgain() throws Exception {
    Client client = server.freshTenant();
    AtomicBoolean well = new AtomicBoolean();
    try (Receiver receiver = new Receiver((told, number) -> well.get() ? 204 : 500)) {
      register(client, "agent", receiver.url("/hook"));
      client.send("agent", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> receiver.told().size() == 3);
      String id = receiver.told().getFirst().id();
      await().atMost(LONG).until(() -> status(client, "agent", id).equals("exhausted"));
      assertThat(server.freshTenant().post("/deliveries/" + id + "/redeliver", "").status())
          .isEqualTo(404);
      well.set(true);
      assertThat(client.post("/deliveries/" + id + "/redeliver", "").status()).isEqualTo(202);
      await().atMost(LONG).until(() -> status(client, "agent", id).equals("delivered"));
      assertThat(receiver.told()).hasSize(4).extracting(Told::id).containsOnly(id);
      assertThat(client.post("/deliveries/wdel-1/redeliver", "").status()).isEqualTo(404);
    }
  }

  @Test
  void anotherUrlOrADeletionActsOnWhatIsPending() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver =
        new Receiver((told, number) -> told.path().equals("/new") ? 204 : 500)) {
      register(client, "moves", receiver.url("/old"));
      client.send("moves", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> !receiver.told("/old").isEmpty());
      register(client, "moves", receiver.url("/new"));
      await().atMost(LONG).until(() -> receiver.told("/new").size() == 1);

      register(client, "goes", receiver.url("/gone"));
      client.send("goes", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> !receiver.told("/gone").isEmpty());
      client.delete("/agents/goes");
      int before = receiver.told("/gone").size();
      // Another's message, told after two waits of the deleted one have passed.
      register(client, "other", receiver.url("/slow"));
      client.send("other", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> receiver.told("/slow").size() == 3);
      // One may have been under way when the agent was deleted.
      assertThat(receiver.told("/gone").size()).isLessThanOrEqualTo(before + 1);
      assertThat(client.get("/agents/goes/deliveries").status()).isEqualTo(404);
    }
  }

  @Test
  void goneSwitchesTheWebhookOffAndSaysSoInTheInbox() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> number == 1 ? 410 : 204)) {
      register(client, "agent", receiver.url("/hook"));
      client.send("agent", "t", "me", "message", "1");
      await().atMost(LONG).until(() -> client.inbox("agent", "").messages().size() == 2);
      var notice = client.inbox("agent", "").messages().getLast();
      assertThat(notice.path("from").stringValue("")).isEqualTo("stream0");
      assertThat(notice.path("type").stringValue("")).isEqualTo("message");
      assertThat(notice.path("content").path("notice").stringValue("")).contains("410 Gone");
      assertThat(client.get("/agents/agent").json().has("webhook_off_since")).isTrue();

      client.send("agent", "t", "me", "message", "2");
      register(client, "agent", receiver.url("/hook"));
      String third = client.send("agent", "t", "me", "message", "3").text("message_id");
      await().atMost(LONG).until(() -> receiver.told().size() == 2);
      assertThat(receiver.told().getLast().text("message_id")).isEqualTo(third);
      assertThat(client.get("/agents/agent").json().has("webhook_off_since")).isFalse();
    }
  }

  @Test
  void aRepeatIsNotToldAgain() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> 204)) {
      register(client, "agent", receiver.url("/hook"));
      Client keyed = client.and("Idempotency-Key", "once");
      String first = keyed.send("agent", "t", "me", "message", "1").text("message_id");
      assertThat(keyed.send("agent", "t", "me", "message", "1").text("message_id"))
          .isEqualTo(first);
      String last = client.send("agent", "t", "me", "message", "2").text("message_id");
      await()
          .atMost(LONG)
          .until(() -> receiver.told().stream().anyMatch(t -> t.text("message_id").equals(last)));
      assertThat(receiver.told())
          .extracting(told -> told.text("message_id"))
          .containsExactlyInAnyOrder(first, last);
    }
  }

  @Test
  void aTestTellsWhatTheEndpointAnswered() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> 418)) {
      String secret = register(client, "agent", receiver.url("/hook")).text("webhook_secret");
      Answer tested = client.post("/agents/agent/webhook/test", "");
      assertThat(tested.status()).isEqualTo(200);
      assertThat(tested.json().path("status").intValue()).isEqualTo(418);
      Told told = receiver.told().getFirst();
      assertThat(told.id()).isEqualTo(tested.text("webhook_id"));
      assertThat(told.text("event")).isEqualTo("test");
      assertThatCode(() -> new Webhook(secret).verify(told.body(), told.headers()))
          .doesNotThrowAnyException();
      assertThat(client.get("/agents/agent/deliveries").json().path("deliveries")).isEmpty();
    }
    client.register("none");
    assertThat(client.post("/agents/none/webhook/test", "").status()).isEqualTo(404);
  }

  @Test
  void moreTestsThanAnAgentMayMakeAreRefused() throws Exception {
    Client client = server.freshTenant();
    try (Receiver receiver = new Receiver((told, number) -> 204)) {
      register(client, "agent", receiver.url("/hook"));
      Answer answer = client.post("/agents/agent/webhook/test", "");
      while (answer.status() == 200) {
        answer = client.post("/agents/agent/webhook/test", "");
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.text("error"))
          .isEqualTo("tests of the webhook of agent: too many (expected: at most 10 a minute)");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(receiver.told()).hasSizeGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void aDeadEndpointHoldsUpNobodyElse() throws Exception {
    Client client = server.freshTenant();
    CountDownLatch over = new CountDownLatch(1);
    try (Receiver dead =
            new Receiver(
                (told, number) -> {
                  over.await();
                  return 204;
                });
        Receiver receiver = new Receiver((told, number) -> 204)) {
      register(client, "dead", dead.url("/hook"));
      register(client, "alive", receiver.url("/hook"));
      for (int i = 0; i < 50; i++) {
        client.send("dead", "t", "me", "message", "1");
      }
      await().atMost(LONG).until(() -> !dead.told().isEmpty());
      client.send("alive", "t", "me", "message", "1");
      // The dead one is still waited for: its first attempts have not ended.
      await().atMost(Duration.ofSeconds(10)).until(() -> receiver.told().size() == 1);
      over.countDown();
    }
  }

  @Test
  void whatIsRecordedDoesNotGoOutAgainEvenIfTheGroupsOffsetsAreLost(@TempDir Path own)
      throws Exception {
    String prefix = Server.freshPrefix();
    try (Receiver receiver = new Receiver((told, number) -> 204)) {
      try (Server first = Server.start(prefix, own, SETTINGS)) {
        Client client = first.client(0);
        register(client, "agent", receiver.url("/hook"));
        client.register("later");
        client.send("later", "t", "me", "message", "0");
        for (int i = 0; i < 20; i++) {
          client.send("agent", "t", "me", "message", "1");
        }
        await()
            .atMost(LONG)
            .until(
                () ->
                    client
                            .get("/agents/agent/deliveries?status=delivered")
                            .json()
                            .path("deliveries")
                            .size()
                        == 20);
        // What was passed is noted a while after it was committed.
        await().atMost(LONG).until(() -> PassedNotes.read(prefix).reachTheEndOfInbox());
      }
      assertThat(receiver.told()).hasSize(20);
      forgetOffsets(prefix);
      try (Server second = Server.start(prefix, own, SETTINGS)) {
        Client client = second.client(0);
        register(client, "later", receiver.url("/later"));
        String last = client.send("agent", "t", "me", "message", "2").text("message_id");
        await()
            .atMost(LONG)
            .until(() -> receiver.told().stream().anyMatch(t -> t.text("message_id").equals(last)));
        assertThat(receiver.told("/hook")).hasSize(21);
        assertThat(receiver.told("/later")).isEmpty();
      }
    }
  }

  private static void forgetOffsets(String prefix) throws Exception {
    String group = prefix + "webhook-worker";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealBroker.bootstrapServers()))) {
      // A static member stays when its process stops.
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      admin.deleteConsumerGroups(List.of(group)).all().get();
    }
  }

  @Test
  void whereAWebhookMayNotLeadIsSaidWhenRegistering(@TempDir Path own) {
    try (Server guarded = Server.start(Server.freshPrefix(), own)) {
      Client client = guarded.client(0);
      for (String url :
          List.of("http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/", "ftp://a/")) {
        Answer refused = register(client, "agent", url);
        assertThat(refused.status()).as(url).isEqualTo(400);
        assertThat(refused.text("error")).startsWith("webhook: ").contains("(expected: ");
      }
      assertThat(client.get("/agents").json().path("agents")).isEmpty();
    }
  }
}

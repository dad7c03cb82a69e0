package io.stream0.standalone;

import static io.stream0.standalone.Together.together;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Names, tokens, repeats and presence, at two instances of api and processor in one. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class CallersIT {
  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client as(Client client, String token) {
    return client.with(Map.of("X-Agent-Token", token));
  }

  private static String token(Client client, String agent) {
    return client.register(agent).text("agent_token");
  }

  @Test
  void aMessageToAnAliasLandsInItsAgentsInbox() {
    Client client = server.freshTenant();
    client.post(
        "/agents",
        """
        {"id": "reviewer", "aliases": ["code-review", "\u00fc/2"], "description": "reads code"}""");
    assertThat(client.get("/agents/reviewer").status()).isEqualTo(404);
    Answer registered =
        client.post(
            "/agents",
            """
            {"id": "reviewer", "aliases": ["code-review"], "description": "reads code",
             "capabilities": ["java"], "webhook": "https://example.com/hook", "color": "blue"}""");
    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.text("description")).isEqualTo("reads code");
    assertThat(registered.text("webhook")).isEqualTo("https://example.com/hook");

    Answer sent = client.send("code-review", "t", "asker", "request", "1");
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.text("to")).isEqualTo("reviewer");
    assertThat(client.inbox("code-review", "").ids()).containsExactly(sent.text("message_id"));
    assertThat(client.get("/agents/code-review").text("id")).isEqualTo("reviewer");

    // What is given changes, the rest stays; null removes.
    client.post("/agents", "{\"id\": \"reviewer\", \"webhook\": null}");
    Answer after = client.get("/agents/reviewer");
    assertThat(after.json().has("webhook")).isFalse();
    assertThat(after.text("description")).isEqualTo("reads code");
    assertThat(after.json().path("aliases")).hasSize(1);

    assertThat(client.delete("/agents/code-review").text("agent_id")).isEqualTo("reviewer");
    assertThat(client.send("code-review", "t", "a", "request", "1").status()).isEqualTo(404);
  }

  @Test
  void ofManyClaimsOfOneNameAtOnceOneIsGranted() throws Exception {
    Client client = server.freshTenant();
    List<Answer> answers =
        together(
            10,
            n ->
                client.post(
                    "/agents", "{\"id\": \"agent-%d\", \"aliases\": [\"boss\"]}".formatted(n)));
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(client.get("/agents").json().path("agents")).hasSize(1);
    assertThat(client.get("/agents/boss").status()).isEqualTo(200);
    Answer taken = client.register("boss");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text("error")).startsWith("name: boss (expected: ");
  }

  @Test
  void aWebhooksSecretIsTheSameUntilItIsRotatedAndNeverListed() {
    Client client = server.freshTenant();
    assertThat(client.register("agent").json().has("webhook_secret")).isFalse();
    assertThat(client.post("/agents/agent/webhook/secret/rotate", "").status()).isEqualTo(404);

    String hooked = "{\"id\": \"agent\", \"webhook\": \"https://example.com/hook\"}";
    String secret = client.post("/agents", hooked).text("webhook_secret");
    assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(client.post("/agents", hooked).text("webhook_secret")).isEqualTo(secret);
    assertThat(client.register("agent").text("webhook_secret")).isEqualTo(secret);
    assertThat(client.get("/agents").body()).doesNotContain("whsec_");
    assertThat(client.get("/agents/agent").body()).doesNotContain("whsec_");

    Answer rotated =
        as(client, token(client, "agent")).post("/agents/agent/webhook/secret/rotate", "");
    assertThat(rotated.status()).isEqualTo(200);
    String fresh = rotated.text("webhook_secret");
    assertThat(fresh).isNotEqualTo(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(client.post("/agents", hooked).text("webhook_secret")).isEqualTo(fresh);
    assertThat(
            as(client, token(client, "other"))
                .post("/agents/agent/webhook/secret/rotate", "")
                .status())
        .isEqualTo(403);

    client.delete("/agents/agent");
    assertThat(client.post("/agents", hooked).text("webhook_secret")).isNotIn(secret, fresh);
  }

  @Test
  void whetherAWebhookIsToldTheContentIsSaidWhenRegistering() {
    Client client = server.freshTenant();
    Answer registered =
        client.post(
            "/agents",
            """
            {"id": "agent", "webhook": "https://example.com/h", "webhook_include_content": true}""");
    assertThat(registered.json().path("webhook_include_content").booleanValue()).isTrue();
    assertThat(client.register("agent").json().has("webhook_include_content")).isTrue();
    assertThat(
            client
                .post("/agents", "{\"id\": \"agent\", \"webhook_include_content\": false}")
                .json()
                .has("webhook_include_content"))
        .isFalse();
    Answer refused =
        client.post("/agents", "{\"id\": \"agent\", \"webhook_include_content\": \"yes\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error")).startsWith("webhook_include_content: \"yes\" (expected: ");
  }

  @Test
  void aTokenIsTheSameUntilItIsRotatedAndNoneIsListed() {
    Client client = server.freshTenant();
    String token = token(client, "agent");
    assertThat(token).startsWith("atok-");
    assertThat(token(client, "agent")).isEqualTo(token);
    assertThat(token(client, "other")).isNotEqualTo(token);
    assertThat(client.get("/agents").body()).doesNotContain("atok-");
    assertThat(client.get("/agents/agent").body()).doesNotContain("atok-");

    Answer rotated = as(client, token).post("/agents/agent/token/rotate", "");
    assertThat(rotated.status()).isEqualTo(200);
    String fresh = rotated.text("agent_token");
    assertThat(as(client, token).inbox("agent", "").status()).isEqualTo(401);
    assertThat(as(client, fresh).inbox("agent", "").status()).isEqualTo(200);
    assertThat(token(client, "agent")).isEqualTo(fresh);
    assertThat(client.post("/agents/agent/token/rotate", "").status()).isEqualTo(200);
    assertThat(as(client, fresh).inbox("agent", "").status()).isEqualTo(401);

    String last = token(client, "agent");
    client.delete("/agents/agent");
    assertThat(as(client, last).inbox("agent", "").status()).isEqualTo(401);
    assertThat(token(client, "agent")).isNotEqualTo(last);
    assertThat(as(client, last).inbox("agent", "").status()).isEqualTo(401);
  }

  @Test
  void withATokenOneIsThatAgentAndNoOther() {
    Client client = server.freshTenant();
    Client a = as(client, token(client, "a"));
    Client b = client.with(Map.of("Authorization", "Bearer " + token(client, "b")));
    client.register("c");

    // The sender is the token's agent, said or not.
    String toB =
        a.post("/agents/b/inbox", "{\"thread_id\":\"t\",\"type\":\"request\"}").text("message_id");
    assertThat(b.inbox("b", "").messages())
        .singleElement()
        .satisfies(m -> assertThat(m.path("from").stringValue("")).isEqualTo("a"));
    assertThat(a.send("b", "t", "a", "request", "1").status()).isEqualTo(201);
    assertThat(a.send("b", "t", "b", "request", "1").status()).isEqualTo(403);
    assertThat(a.send("b", "t", "nobody", "request", "1").status()).isEqualTo(403);

    // Its own inbox only; another's is forbidden, and what is not there is not there.
    assertThat(a.inbox("b", "").status()).isEqualTo(403);
    assertThat(a.inbox("nobody", "").status()).isEqualTo(404);
    assertThat(a.ack(toB).status()).isEqualTo(404);
    assertThat(b.ack(toB).status()).isEqualTo(200);

    // Of a thread, what it sent or received.
    client.send("c", "t", "b", "message", "\"between b and c\"");
    assertThat(a.thread("t").messages()).hasSize(2);
    assertThat(b.thread("t").messages()).hasSize(3);
    assertThat(client.thread("t").messages()).hasSize(3);

    // It may look around and rotate itself, and nothing else.
    assertThat(a.get("/agents").json().path("agents")).hasSize(3);
    assertThat(a.get("/agents/b").status()).isEqualTo(200);
    assertThat(a.register("d").status()).isEqualTo(403);
    assertThat(a.delete("/agents/b").status()).isEqualTo(403);
    assertThat(a.post("/agents/b/token/rotate", "").status()).isEqualTo(403);
  }

  @Test
  void whatIsNoTokenIsNobody() {
    Client client = server.freshTenant();
    String token = token(client, "agent");
    String forged =
        token.substring(0, 20) + (token.charAt(20) == 'A' ? 'B' : 'A') + token.substring(21);
    for (String bad : List.of("atok-", "atok-x", "atok-!!!!", forged, "nonsense", token + "AAAA")) {
      assertThat(as(client, bad).inbox("agent", "").status()).as(bad).isEqualTo(401);
    }
    // A key beside a token must be of its tenant.
    Client stranger = server.freshTenant();
    assertThat(client.and("X-Agent-Token", token).inbox("agent", "").status()).isEqualTo(200);
    assertThat(stranger.and("X-Agent-Token", token).inbox("agent", "").status()).isEqualTo(401);
    assertThat(client.with(Map.of()).inbox("agent", "").status()).isEqualTo(401);
  }

  @Test
  void aRepeatIsNotASecondMessage() throws Exception {
    Client client = server.freshTenant();
    client.post("/agents", "{\"id\": \"agent\", \"aliases\": [\"alias\"]}");
    Client keyed = client.and("Idempotency-Key", "key-1");
    List<Answer> answers =
        together(8, n -> keyed.send(n % 2 == 0 ? "agent" : "alias", "t", "sender", "request", "1"));
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(new HashSet<>(answers.stream().map(a -> a.text("message_id")).toList())).hasSize(1);
    assertThat(new HashSet<>(answers.stream().map(Answer::body).toList())).hasSize(1);
    assertThat(client.inbox("agent", "").messages()).hasSize(1);
    assertThat(client.thread("t").messages()).hasSize(1);

    Answer other = keyed.send("agent", "t", "sender", "request", "2");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("error")).startsWith("Idempotency-Key: key-1 (expected: ");
    assertThat(keyed.send("agent", "t", "someone-else", "request", "2").status()).isEqualTo(201);
    assertThat(client.inbox("agent", "").messages()).hasSize(2);
    assertThat(
            client
                .and("Idempotency-Key", "x".repeat(257))
                .send("agent", "t", "s", "done", "1")
                .status())
        .isEqualTo(400);

    // Deleted and registered again, it is another agent.
    client.delete("/agents/agent");
    client.register("agent");
    assertThat(keyed.send("agent", "t", "sender", "request", "2").status()).isEqualTo(201);
  }

  @Test
  void theRepeatOfAnAckIsAckedAgainAndNobodyElsesIs() throws Exception {
    Client client = server.freshTenant();
    client.register("agent");
    String id = client.send("agent", "t", "sender", "request", "1").text("message_id");
    Client mine = client.and("Idempotency-Key", "mine");
    List<Answer> answers = together(6, n -> mine.ack(id));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(mine.ack(id).status()).isEqualTo(200);
    assertThat(client.and("Idempotency-Key", "theirs").ack(id).status()).isEqualTo(404);
    assertThat(client.ack(id).status()).isEqualTo(404);
  }

  @Test
  void anAgentIsSeenOnceItsInboxWasRead() {
    Client client = server.freshTenant();
    client.register("agent");
    client.register("other");
    assertThat(client.get("/agents/agent").json().path("last_seen").isNull()).isTrue();
    client.inbox("agent", "?peek=true");
    client.send("agent", "t", "other", "request", "1");
    assertThat(client.get("/agents/agent").json().path("last_seen").isNull()).isTrue();

    client.inbox("agent", "");
    String first = client.get("/agents/agent").text("last_seen");
    assertThat(first).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    for (int i = 0; i < 20; i++) {
      client.inbox("agent", "");
    }
    assertThat(client.get("/agents/agent").text("last_seen")).isEqualTo(first);
    assertThat(client.get("/agents").json().path("agents").get(1).path("last_seen").isNull())
        .isTrue();

    client.delete("/agents/agent");
    client.register("agent");
    assertThat(client.get("/agents/agent").json().path("last_seen").isNull()).isTrue();
  }
}

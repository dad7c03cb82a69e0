package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Newcomers of a server without a configured key. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class SignUpIT {
  private static final String OPEN = "--stream0.sign-up=open";

  @TempDir Path state;

  private static Client signedUp(Server server) {
    Answer made = server.clientWithKey("YOUR_KEY").post("/keys", "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return server.clientWithKey(made.text("key"));
  }

  @Test
  void aNewcomersThreeCommandsSucceedAndNobodyElseSeesThem() {
    try (Server server = Server.startOpen(Server.freshPrefix(), state, OPEN)) {
      Client everyone = server.clientWithKey("YOUR_KEY");
      Client one = signedUp(server);
      Client other = signedUp(server);
      for (Client client : List.of(everyone, one, other)) {
        assertThat(client.register("my-agent").status()).isEqualTo(201);
        assertThat(client.send("other-agent", "task-1", "my-agent", "request", "1").status())
            .isEqualTo(201);
        assertThat(client.inbox("my-agent", "?status=unread").status()).isEqualTo(200);
      }
      String sent = one.inbox("other-agent", "").ids().getFirst();
      assertThat(one.get("/agents").json().path("agents")).hasSize(2);
      for (Client client : List.of(everyone, other)) {
        assertThat(client.inbox("other-agent", "").ids()).hasSize(1).doesNotContain(sent);
        assertThat(client.thread("task-1").messages()).hasSize(1);
        assertThat(client.ack(sent).status()).isEqualTo(404);
      }
      assertThat(one.ack(sent).status()).isEqualTo(200);
    }
  }

  @Test
  void unknownKeysAreEveryonesAndRevokedOnesNobodysAlsoAfterARestart() {
    String prefix = Server.freshPrefix();
    String revokedKey;
    String liveKey;
    String token;
    try (Server server = Server.startOpen(prefix, state, OPEN)) {
      Answer live = server.clientWithKey("").with(Map.of()).post("/keys", "");
      liveKey = live.text("key");
      Client client = server.clientWithKey(liveKey);
      Answer made = client.post("/keys", "");
      assertThat(made.text("tenant")).isEqualTo(live.text("tenant"));
      revokedKey = made.text("key");
      token = client.register("mine").text("agent_token");
      server.clientWithKey(revokedKey).delete("/keys/" + made.text("key_id"));
      check(server, liveKey, revokedKey, token);
      // Whoever shows nothing has no keys, and none to give.
      assertThat(server.clientWithKey("any").get("/keys").body()).isEqualTo("{\"keys\":[]}");
    }
    try (Server server = Server.startOpen(prefix, state, OPEN)) {
      check(server, liveKey, revokedKey, token);
    }
  }

  private static void check(Server server, String live, String revoked, String token) {
    assertThat(server.clientWithKey(live).get("/agents/mine").status()).isEqualTo(200);
    assertThat(server.clientWithKey(revoked).get("/agents").status()).isEqualTo(401);
    assertThat(server.clientWithKey(revoked).post("/keys", "").status()).isEqualTo(401);
    Client withToken = server.clientWithKey("").with(Map.of("X-Agent-Token", token));
    assertThat(withToken.inbox("mine", "?peek=true").status()).isEqualTo(200);
    assertThat(server.clientWithKey(live).and("X-Agent-Token", token).get("/agents").status())
        .isEqualTo(200);
    assertThat(server.clientWithKey(revoked).and("X-Agent-Token", token).get("/agents").status())
        .isEqualTo(401);
    for (String unknown : List.of("YOUR_KEY", "s0key-" + "0".repeat(52))) {
      Client everyone = server.clientWithKey(unknown);
      assertThat(everyone.get("/agents").status()).isEqualTo(200);
      assertThat(everyone.get("/agents/mine").status()).isEqualTo(404);
      assertThat(everyone.and("X-Agent-Token", token).get("/agents").status()).isEqualTo(401);
    }
  }

  @Test
  void whoeverMakesTooManyIsToldWhenToAskAgain() {
    try (Server server =
        Server.startOpen(
            Server.freshPrefix(),
            state,
            OPEN,
            "--stream0.sign-ups-per-hour.per-address=2",
            "--stream0.new-keys-per-hour=1")) {
      Client newcomer = signedUp(server);
      signedUp(server);
      Answer tooMany = server.clientWithKey("YOUR_KEY").post("/keys", "");
      assertThat(tooMany.status()).isEqualTo(429);
      assertThat(tooMany.text("error"))
          .isEqualTo("sign-ups from this address: too many (expected: at most 2 an hour)");
      assertThat(tooMany.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(1L, 1800L);

      assertThat(newcomer.post("/keys", "{\"name\": 7}").status()).isEqualTo(400);
      Answer made = newcomer.post("/keys", "");
      assertThat(made.status()).isEqualTo(201);
      for (String another : List.of("/keys", "/keys/" + made.text("key_id") + "/rotate")) {
        Answer refused = newcomer.post(another, "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("error"))
            .isEqualTo("new keys: too many (expected: at most 1 an hour)");
      }
      // What ends a key is never too much.
      assertThat(newcomer.delete("/keys/" + made.text("key_id")).status()).isEqualTo(200);
    }
  }

  @Test
  void unlessItIsOpenedNobodySignsUp() {
    try (Server server = Server.startOpen(Server.freshPrefix(), state)) {
      Answer refused = server.clientWithKey("YOUR_KEY").post("/keys", "");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("error")).startsWith("sign-up: closed (expected: ");
    }
  }
}

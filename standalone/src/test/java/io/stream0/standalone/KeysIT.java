package io.stream0.standalone;

import static io.stream0.standalone.Together.together;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.processor.progress.Changes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys that are issued over HTTP, beside configured ones. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class KeysIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ADMIN = "the-admins-key";

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.start(
            Server.freshPrefix(), state, "--stream0.admin-key=" + ADMIN, "--stream0.sign-up=open");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A key that was just made. */
  private record Made(Client client, String id, String key, String tenant) {
    static Made of(Answer answer) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      return new Made(
          server.clientWithKey(answer.text("key")),
          answer.text("key_id"),
          answer.text("key"),
          answer.text("tenant"));
    }

    Made rotated() {
      return of(client.post("/keys/" + id + "/rotate", ""));
    }

    int status() {
      return client.get("/agents").status();
    }
  }

  private static Client nobody() {
    return server.clientWithKey("").with(Map.of());
  }

  private static List<JsonNode> keys(Client client) {
    return List.copyOf(client.get("/keys").json().path("keys").values());
  }

  private static JsonNode key(Client client, String id) {
    return keys(client).stream()
        .filter(key -> key.path("key_id").stringValue("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Else whoever holds a request open would outlive the key that it was begun with. */
  @Test
  void aKeyThatIsRevokedWhileABodyComesMakesNothingMore() throws Exception {
    Client owner = server.freshTenant();
    Made leaked = Made.of(owner.post("/keys", ""));
    String head =
        "POST /keys HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\nContent-Length: 2\r\n\r\n{"
            .formatted(Wire.host(server.url()), leaked.key());
    try (Wire wire = Wire.to(server.url()).send(head.getBytes(US_ASCII))) {
      // For a while, in which the other request has got as far as it can.
      await().during(Duration.ofMillis(300)).until(() -> leaked.status() == 200);
      assertThat(owner.delete("/keys/" + leaked.id()).status()).isEqualTo(200);
      int keys = keys(owner).size();
      Answer answer = wire.send("}".getBytes(US_ASCII)).answer();
      assertThat(answer.status()).as(answer.body()).isEqualTo(401);
      assertThat(keys(owner)).hasSize(keys);
    }
  }

  @Test
  void aTenantsKeyMakesAnotherOfThatTenant() {
    Client client = server.freshTenant();
    client.register("agent");
    Made made = Made.of(client.post("/keys", "{\"name\": \"laptop\", \"color\": \"blue\"}"));
    assertThat(made.key()).matches("s0key-[0-9a-v]{52}");
    assertThat(made.client().get("/agents/agent").status()).isEqualTo(200);
    assertThat(nobody().and("Authorization", "Bearer " + made.key()).get("/agents/agent").status())
        .isEqualTo(200);
    // Without a body, and by the new key.
    Made third = Made.of(made.client().post("/keys", ""));
    assertThat(third.tenant()).isEqualTo(made.tenant());

    List<JsonNode> listed = keys(made.client());
    assertThat(listed)
        .extracting(key -> key.path("key_id").stringValue(""))
        .containsExactly("configured-1", made.id(), third.id());
    assertThat(listed)
        .extracting(key -> key.path("current").booleanValue(false))
        .containsExactly(false, true, false);
    assertThat(listed.get(0).path("configured").booleanValue()).isTrue();
    assertThat(listed.get(1).path("name").stringValue("")).isEqualTo("laptop");
    assertThat(listed.get(2).has("name")).isFalse();
    assertThat(client.get("/keys").body())
        .doesNotContain(made.key())
        .doesNotContain(third.key())
        .doesNotContain("key-of-");
  }

  @Test
  void aRevokedKeyIsNobodysForEver() {
    Client client = server.freshTenant();
    Made made = Made.of(client.post("/keys", ""));
    assertThat(made.status()).isEqualTo(200);
    Answer revoked = client.delete("/keys/" + made.id());
    assertThat(revoked.status()).isEqualTo(200);
    Answer refused = made.client().get("/agents");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("error"))
        .isEqualTo("this API key is revoked (expected: one that is not; POST /keys makes one)");
    assertThat(made.client().post("/keys", "").status()).isEqualTo(401);

    assertThat(client.delete("/keys/" + made.id()).body()).isEqualTo(revoked.body());
    assertThat(key(client, made.id()).path("revoked_at").stringValue(""))
        .isEqualTo(revoked.text("revoked_at"));
    Answer rotated = client.post("/keys/" + made.id() + "/rotate", "");
    assertThat(rotated.status()).isEqualTo(409);
    assertThat(rotated.text("error")).contains("it was revoked at " + revoked.text("revoked_at"));
    assertThat(made.status()).isEqualTo(401);
  }

  @Test
  void whoWaitsWithAKeyThatIsRevokedMeanwhileGetsNothing() throws Exception {
    Client client = server.freshTenant();
    client.register("agent");
    Made made = Made.of(client.post("/keys", ""));
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> made.client().inbox("agent", "?status=unread&timeout=30"));
    await().atMost(LONG).until(() -> server.bean(Changes.class).size() > 0);
    client.delete("/keys/" + made.id());
    client.send("agent", "t", "sender", "request", "1");
    Answer refused = waiting.get(60, TimeUnit.SECONDS);
    assertThat(refused.status()).as(refused.body()).isEqualTo(401);
    assertThat(refused.text("error")).startsWith("this API key is revoked");
    assertThat(client.inbox("agent", "?status=unread").ids()).hasSize(1);
  }

  @Test
  void aKeyMayEndItself() {
    Made made = Made.of(server.freshTenant().post("/keys", ""));
    assertThat(made.client().delete("/keys/" + made.id()).status()).isEqualTo(200);
    assertThat(made.client().delete("/keys/" + made.id()).status()).isEqualTo(401);
  }

  @Test
  void theKeyBeforeEndsWithTheFirstCallOfTheOneThatReplacesIt() {
    Client client = server.freshTenant();
    Made before = Made.of(client.post("/keys", "{\"name\": \"laptop\"}"));
    Made after = before.rotated();
    assertThat(key(client, after.id()).path("name").stringValue("")).isEqualTo("laptop");
    assertThat(key(client, after.id()).path("replaces").stringValue("")).isEqualTo(before.id());
    assertThat(before.status()).isEqualTo(200);

    assertThat(after.status()).isEqualTo(200);
    assertThat(before.status()).isEqualTo(401);
    assertThat(key(client, before.id()).has("revoked_at")).isTrue();
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void anAnswerWithAKeyThatGotLostCostsNothing() {
    Made before = Made.of(server.freshTenant().post("/keys", ""));
    Made lost = before.rotated();
    Made after = before.rotated();
    assertThat(lost.status()).isEqualTo(401);
    assertThat(before.status()).isEqualTo(200);
    assertThat(after.status()).isEqualTo(200);
    assertThat(before.status()).isEqualTo(401);
    assertThat(after.client().post("/keys/" + before.id() + "/rotate", "").status()).isEqualTo(409);
  }

  @Test
  void ofManyRotationsAtOnceOneKeyIsLeft() throws Exception {
    Client client = server.freshTenant();
    Made before = Made.of(client.post("/keys", ""));
    List<Made> made = together(8, n -> before.rotated());
    assertThat(before.status()).isEqualTo(200);
    List<Made> valid = made.stream().filter(one -> one.status() == 200).toList();
    assertThat(valid).hasSize(1);
    assertThat(before.status()).isEqualTo(401);
    assertThat(keys(client)).filteredOn(key -> !key.has("revoked_at")).hasSize(2);
  }

  @Test
  void firstCallsAtOnceAreAllServed() throws Exception {
    Made before = Made.of(server.freshTenant().post("/keys", ""));
    Made after = before.rotated();
    assertThat(together(8, n -> after.status())).containsOnly(200);
    assertThat(before.status()).isEqualTo(401);
  }

  @Test
  void aKeyIsNamedAndNamedAgain() {
    Client client = server.freshTenant();
    Made made = Made.of(client.post("/keys", ""));
    Answer named = client.patch("/keys/" + made.id(), "{\"name\": \"build / \u00fc + 100%\"}");
    assertThat(named.status()).isEqualTo(200);
    assertThat(named.text("name")).isEqualTo("build / \u00fc + 100%");
    assertThat(key(client, made.id()).path("name").stringValue("")).isEqualTo(named.text("name"));
    assertThat(client.patch("/keys/" + made.id(), "{\"name\": null}").json().has("name")).isFalse();
    // Revoked, it is still to be told from others.
    client.delete("/keys/" + made.id());
    assertThat(client.patch("/keys/" + made.id(), "{\"name\": \"lost\"}").text("name"))
        .isEqualTo("lost");
  }

  @Test
  void keysAreListedPageByPage() {
    Client client = server.freshTenant();
    List<String> ids = new ArrayList<>(List.of("configured-1"));
    for (int i = 0; i < 4; i++) {
      ids.add(Made.of(client.post("/keys", "")).id());
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = client.get("/keys?limit=2" + cursor);
      page.json().path("keys").forEach(key -> listed.add(key.path("key_id").stringValue("")));
      cursor = page.json().has("next_cursor") ? "&cursor=" + page.text("next_cursor") : "";
    } while (!cursor.isEmpty());
    assertThat(listed).isEqualTo(ids);
    assertThat(client.get("/keys?cursor=k" + "v".repeat(12)).body()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void ofAnothersKeysNothingIsSeenAndNothingChanged() {
    Made mine = Made.of(server.freshTenant().post("/keys", "{\"name\": \"mine\"}"));
    Client stranger = server.freshTenant();
    assertThat(stranger.delete("/keys/" + mine.id()).status()).isEqualTo(404);
    assertThat(stranger.post("/keys/" + mine.id() + "/rotate", "").status()).isEqualTo(404);
    assertThat(stranger.patch("/keys/" + mine.id(), "{\"name\": \"x\"}").status()).isEqualTo(404);
    assertThat(stranger.get("/keys?tenant=" + mine.tenant()).status()).isEqualTo(403);
    assertThat(stranger.get("/keys").body()).doesNotContain(mine.id());
    assertThat(stranger.post("/keys", "{\"tenant\": \"%s\"}".formatted(mine.tenant())).status())
        .isEqualTo(403);
    assertThat(mine.status()).isEqualTo(200);
    assertThat(key(mine.client(), mine.id()).path("name").stringValue("")).isEqualTo("mine");
    assertThat(mine.client().get("/keys?tenant=" + mine.tenant()).status()).isEqualTo(200);
    assertThat(
            mine.client().post("/keys", "{\"tenant\": \"%s\"}".formatted(mine.tenant())).status())
        .isEqualTo(201);
  }

  @Test
  void whoeverHasNoKeySignsUpAndWhoHasAWrongOneIsToldSo() {
    Made made = Made.of(nobody().post("/keys", "{\"name\": \"first\"}"));
    assertThat(made.tenant()).matches("t-[0-9a-v]{26}");
    assertThat(made.client().get("/agents/other-agent").status()).isEqualTo(200);
    assertThat(Made.of(nobody().post("/keys", "")).tenant()).isNotEqualTo(made.tenant());
    Answer named = nobody().post("/keys", "{\"tenant\": \"%s\"}".formatted(made.tenant()));
    assertThat(named.status()).isEqualTo(403);

    for (String wrong : List.of("YOUR_KEY", "s0key-" + "0".repeat(52))) {
      Answer refused = server.clientWithKey(wrong).post("/keys", "");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text("error"))
          .isEqualTo("this API key is not known (expected: one that is; POST /keys makes one)");
    }
  }

  @Test
  void theAdminKeyManagesTheKeysOfAllTenantsAndNothingElse() {
    Client admin = server.clientWithKey(ADMIN);
    Made acme = Made.of(admin.post("/keys", "{\"tenant\": \"acme\", \"name\": \"first\"}"));
    assertThat(acme.tenant()).isEqualTo("acme");
    assertThat(acme.client().get("/agents").json().path("agents")).isEmpty();
    Made fresh = Made.of(admin.post("/keys", ""));
    assertThat(fresh.client().get("/agents/other-agent").status()).isEqualTo(200);

    assertThat(admin.get("/keys").status()).isEqualTo(400);
    assertThat(admin.get("/keys?tenant=acme").body()).contains(acme.id()).doesNotContain("current");
    assertThat(admin.patch("/keys/" + fresh.id(), "{\"name\": \"n\"}").text("name")).isEqualTo("n");
    Made rotated = Made.of(admin.post("/keys/" + acme.id() + "/rotate", ""));
    assertThat(rotated.status()).isEqualTo(200);
    assertThat(acme.status()).isEqualTo(401);
    assertThat(admin.delete("/keys/" + fresh.id()).status()).isEqualTo(200);
    assertThat(fresh.status()).isEqualTo(401);
    // Each tenant may have one of that name: it says of none which it is.
    assertThat(admin.delete("/keys/configured-1").status()).isEqualTo(404);
    assertThat(admin.post("/keys/configured-1/rotate", "").status()).isEqualTo(404);
    assertThat(admin.patch("/keys/configured-1", "{\"name\": \"n\"}").status()).isEqualTo(404);

    Answer refused = admin.get("/agents");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).contains("admin key", "(expected: an API key of a tenant");
    assertThat(admin.register("agent").status()).isEqualTo(403);
  }
}

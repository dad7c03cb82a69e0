package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.protocol.id.KeyHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The finished jar, killed with {@code kill -9} while keys are made and ended. */
@Timeout(400)
class KeysCrashIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int KILLS = 2;

  @TempDir Path folder;

  private @Nullable JarServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatWasAnsweredHoldsAndNoFileHasAKey() throws Exception {
    start();
    Answer signedUp = anyone().post("/keys", "{\"name\": \"first\"}");
    assertThat(signedUp.status()).isEqualTo(201);
    String first = signedUp.text("key");
    Answer second = client(first).post("/keys", "");
    Answer third = client(first).post("/keys/" + second.text("key_id") + "/rotate", "");
    assertThat(client(third.text("key")).get("/agents/other-agent").status()).isEqualTo(200);
    Answer fourth = client(first).post("/keys", "");
    assertThat(client(first).delete("/keys/" + fourth.text("key_id")).status()).isEqualTo(200);
    kill();

    start();
    assertThat(client(first).get("/agents/other-agent").status()).isEqualTo(200);
    assertThat(client(third.text("key")).get("/agents/other-agent").status()).isEqualTo(200);
    assertThat(client(second.text("key")).get("/agents").status()).isEqualTo(401);
    assertThat(client(fourth.text("key")).get("/agents").status()).isEqualTo(401);
    assertThat(client("YOUR_KEY").get("/agents/other-agent").status()).isEqualTo(200);
    kill();

    // Topics, stores and what the server said, to the last byte; the hash shows that one is found.
    assertThat(filesWith(KeyHash.of(first).value())).isNotEmpty();
    for (Answer made : List.of(signedUp, second, third, fourth)) {
      String secret = made.text("key").substring("s0key-".length());
      assertThat(filesWith(secret)).isEmpty();
    }
    assertThat(Files.readString(JarServer.output(folder))).contains("POST \"/keys\"");
  }

  /** Whenever it dies, one of the keys that were received opens, and no more than two do. */
  @Test
  void aHolderWhoRotatesNeverLosesAccess() throws Exception {
    start();
    List<String> received = new CopyOnWriteArrayList<>();
    received.add(anyone().post("/keys", "").text("key"));
    for (int kill = 0; kill < KILLS; kill++) {
      int before = received.size();
      CompletableFuture<Void> rotating = CompletableFuture.runAsync(() -> rotate(received));
      await().atMost(LONG).until(() -> received.size() > before + 20 || rotating.isDone());
      kill();
      rotating.get(1, TimeUnit.MINUTES);
      assertThat(received).hasSizeGreaterThan(before + 20);

      start();
      // The latest first: once it is shown, those before are void.
      List<String> open =
          received.reversed().stream()
              .distinct()
              .filter(key -> client(key).get("/agents").status() == 200)
              .toList();
      assertThat(open)
          .hasSize(1)
          .isSubsetOf(received.subList(received.size() - 2, received.size()));
      List<JsonNode> live = new ArrayList<>();
      for (JsonNode key : client(open.getFirst()).get("/keys").json().path("keys")) {
        if (!key.has("revoked_at")) {
          live.add(key);
        }
      }
      // The other one is the answer that the kill took.
      assertThat(live).hasSizeBetween(1, 2).anyMatch(key -> key.has("current"));
      received.add(open.getFirst());
    }
  }

  /** Rotates the last key, and uses the one that comes of it, until nobody answers. */
  private void rotate(List<String> received) {
    try {
      while (true) {
        Client last = client(received.getLast());
        String id = "";
        for (JsonNode key : last.get("/keys").json().path("keys")) {
          if (key.has("current")) {
            id = key.path("key_id").stringValue("");
          }
        }
        Answer rotated = last.post("/keys/" + id + "/rotate", "");
        if (rotated.status() != 201) {
          throw new IllegalStateException(rotated.body());
        }
        received.add(rotated.text("key"));
      }
    } catch (UncheckedIOException e) {
      // It was killed.
      return;
    }
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(KeysCrashIT::hasContent).toList()) {
        if (contains(Files.readAllBytes(file), text.getBytes(US_ASCII))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** Of the broker's files, those beside its logs have offsets and nothing else, and are large. */
  private static boolean hasContent(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith("index");
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    ByteBuffer wanted = ByteBuffer.wrap(part);
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (bytes[i] == part[0] && ByteBuffer.wrap(bytes, i, part.length).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private Client client(String key) {
    return Objects.requireNonNull(server).client(key);
  }

  private Client anyone() {
    return Objects.requireNonNull(server).anyone();
  }

  private void kill() {
    Objects.requireNonNull(server).kill();
  }

  /** Without a key, hence with sign-up; says of each request all that it can. */
  private void start() throws IOException {
    server =
        JarServer.start(
            folder,
            "--stream0.new-keys-per-hour=1000000",
            "--logging.level.org.springframework.web=trace",
            "--logging.level.io.stream0=trace");
  }
}

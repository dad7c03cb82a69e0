package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Slow senders, too many connections, too many requests: of a server with little to give. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class LimitsIT {
  private static final int CONNECTIONS = 20;
  private static final int PER_SECOND = 5;

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.start(
            Server.freshPrefix(),
            state,
            "--server.tomcat.connection-timeout=1s",
            "--stream0.timeouts.body=2s",
            "--server.tomcat.max-connections=" + CONNECTIONS,
            "--stream0.requests-per-second=" + PER_SECOND);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aBodyThatStopsComingIsAnsweredAndGivenUp() throws Exception {
    String key = Server.freshKey();
    try (Wire wire = Wire.to(server.url())) {
      RawRequest half =
          RawRequest.post("/agents", "{\"id\":")
              .header("Content-Length", "100")
              .header("Connection", "keep-alive");
      Answer answer = wire.send(half.bytes(Wire.host(server.url()), key)).answer();
      BadInput.of("half a body", half, 408, "body: incomplete (expected: the rest").check(answer);
      assertThat(wire.isGivenUp()).isTrue();
    }
    assertThat(server.clientWithKey(key).get("/agents").body()).isEqualTo("{\"agents\":[]}");
  }

  @Test
  void aBodyThatDripsIsAnsweredAndChangesNothing() throws Exception {
    String key = Server.freshKey();
    try (Wire wire = Wire.to(server.url())) {
      RawRequest drip =
          RawRequest.post("/agents", "{\"id\":\"a\"").header("Content-Length", "100000");
      wire.send(drip.bytes(Wire.host(server.url()), key));
      Awaitility.await()
          .until(
              () -> {
                wire.send(" ".getBytes(US_ASCII));
                return wire.hasAnswer();
              });
      BadInput.of("a dripping body", drip, 408, "body: incomplete after 2000 ms")
          .check(wire.answer());
    }
    assertThat(server.clientWithKey(key).get("/agents").body()).isEqualTo("{\"agents\":[]}");
  }

  @Test
  void aBodyThatEndsEarlyIsAnswered() throws Exception {
    String key = Server.freshKey();
    try (Wire wire = Wire.to(server.url())) {
      RawRequest half =
          RawRequest.post("/agents", "{\"id\":\"a\"}").header("Content-Length", "100");
      Answer answer = wire.send(half.bytes(Wire.host(server.url()), key)).end().answer();
      BadInput.of("half a body", half, 400, "body: ").check(answer);
    }
    assertThat(server.clientWithKey(key).get("/agents").body()).isEqualTo("{\"agents\":[]}");
  }

  @Test
  void aHeadThatStopsComingIsGivenUp() throws Exception {
    for (String head : List.of("", "GET /agents", "GET /agents HTTP/1.1\r\nHost: x\r\nX-Mo")) {
      try (Wire wire = Wire.to(server.url())) {
        assertThat(wire.send(head.getBytes(US_ASCII)).isGivenUp()).as(head).isTrue();
      }
    }
  }

  @Test
  void connectionsThatSayNothingDoNotKeepOthersOut() throws Exception {
    List<Wire> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        silent.add(Wire.to(server.url()).send("GET ".getBytes(US_ASCII)));
      }
      // It waits until some of those are given up.
      try (Wire honest = Wire.to(server.url())) {
        honest.send(RawRequest.get("/health").bytes(Wire.host(server.url()), null));
        assertThat(honest.answer().text("status")).isEqualTo("healthy");
      }
    } finally {
      for (Wire wire : silent) {
        wire.close();
      }
    }
  }

  @Test
  void aCallerThatAsksTooMuchIsToldWhenToAskAgainAndOthersAreServed() {
    Client greedy = server.freshTenant();
    Client modest = server.freshTenant();
    Answer tooMany =
        Awaitility.await().until(() -> greedy.register("agent"), answer -> answer.status() == 429);
    assertThat(tooMany.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(tooMany.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 2L);
    assertThat(tooMany.text("error")).contains("(expected: at most " + PER_SECOND + " a second");
    assertThat(modest.register("agent").status()).isEqualTo(201);
    Awaitility.await().until(() -> greedy.get("/agents").status() == 200);
  }
}

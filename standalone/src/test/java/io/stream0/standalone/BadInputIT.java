package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.topic.TopicSpec;
import io.stream0.standalone.BadInput.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that a careless or hostile caller sends is answered with anything but a plain problem, or
 * changes anything: no view of agents, inboxes or threads, and no topic by a single record.
 */
@ExtendWith(RealBroker.class)
@Timeout(120)
@SuppressWarnings("NullAway.Init") // before all tests
class BadInputIT {
  @TempDir static Path state;

  private static Server server;
  private static World world;
  private static Client client;
  private static Client stranger;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), state);
    String key = Server.freshKey();
    String strangersKey = Server.freshKey();
    client = server.clientWithKey(key);
    stranger = server.clientWithKey(strangersKey);
    String token =
        client.post("/agents", "{\"id\":\"reader\",\"aliases\":[\"alias\"]}").text("agent_token");
    String tokenOfOther = client.register("other").text("agent_token");
    String strangersToken = stranger.register("stranger").text("agent_token");
    String acked = client.send("reader", "thread", "other", "request", "1").text("message_id");
    String unread = client.send("reader", "thread", "other", "request", "2").text("message_id");
    String theirs = stranger.send("stranger", "thread", "x", "request", "3").text("message_id");
    assertThat(client.ack(acked).status()).isEqualTo(200);
    world =
        new World(key, token, tokenOfOther, unread, acked, strangersKey, strangersToken, theirs);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> registrations() {
    return each(BadNames.registrations());
  }

  @TestFactory
  Stream<DynamicTest> conflicts() {
    return BadNames.conflicts().stream()
        .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> isRefused(bad)));
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    return each(BadNames.messages());
  }

  @TestFactory
  Stream<DynamicTest> namesInPaths() {
    return each(BadNames.inPaths(world));
  }

  @TestFactory
  Stream<DynamicTest> queries() {
    return each(BadParameters.queries());
  }

  @TestFactory
  Stream<DynamicTest> events() {
    return each(BadParameters.events());
  }

  @TestFactory
  Stream<DynamicTest> idempotencyKeys() {
    return each(BadParameters.idempotencyKeys(world));
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return each(BadBodies.json());
  }

  @TestFactory
  Stream<DynamicTest> framing() {
    return each(BadBodies.framing());
  }

  @TestFactory
  Stream<DynamicTest> strangers() {
    return each(BadCallers.strangers(world));
  }

  @TestFactory
  Stream<DynamicTest> withAToken() {
    return each(BadCallers.withAToken(world));
  }

  @TestFactory
  Stream<DynamicTest> keys() {
    return each(BadKeys.cases(world));
  }

  @TestFactory
  Stream<DynamicTest> origins() {
    return each(BadCallers.origins());
  }

  @TestFactory
  Stream<DynamicTest> paths() {
    return each(BadHttp.paths());
  }

  @TestFactory
  Stream<DynamicTest> methods() {
    return each(BadHttp.methods());
  }

  @TestFactory
  Stream<DynamicTest> requests() {
    return each(BadHttp.requests());
  }

  private static Stream<DynamicTest> each(List<BadInput> cases) {
    return cases.stream()
        .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> isRefusedAndChangesNothing(bad)));
  }

  private static void isRefusedAndChangesNothing(BadInput bad) throws IOException {
    Map<TopicPartition, Long> before = ends();
    isRefused(bad);
    assertThat(ends()).isEqualTo(before);
  }

  private static void isRefused(BadInput bad) throws IOException {
    List<String> before = views();
    bad.check(bad.answer(server.url(), world.key()));
    assertThat(views()).isEqualTo(before);
  }

  /** All that a caller can see, looked at without being seen. */
  private static List<String> views() {
    return Stream.of(
            client.get("/agents"),
            client.inbox("reader", "?peek=true"),
            client.inbox("other", "?peek=true"),
            client.thread("thread"),
            client.thread("t"),
            client.get("/keys"),
            stranger.get("/agents"),
            stranger.inbox("stranger", "?peek=true"),
            stranger.thread("thread"))
        .map(Answer::body)
        .toList();
  }

  /** Where every topic ends. */
  private static Map<TopicPartition, Long> ends() {
    List<TopicPartition> partitions =
        server.bean(TopicSettings.class).topics().stream()
            .flatMap(BadInputIT::partitionsOf)
            .toList();
    return server.bean(EndOffsets.class).of(partitions, Deadline.in(Duration.ofSeconds(10)));
  }

  private static Stream<TopicPartition> partitionsOf(TopicSpec topic) {
    return IntStream.range(0, topic.partitions())
        .mapToObj(partition -> new TopicPartition(topic.name(), partition));
  }

  @Test
  void aForgedCursorLeadsNowhereButIntoTheCallersOwnListing() {
    String most = "v".repeat(12);
    assertThat(client.get("/agents?cursor=a0").body()).isEqualTo(client.get("/agents").body());
    assertThat(client.get("/agents?cursor=a" + most).body()).isEqualTo("{\"agents\":[]}");
    assertThat(client.inbox("reader", "?peek=true&cursor=i" + most).body())
        .isEqualTo("{\"messages\":[]}");
    assertThat(client.get("/threads/thread/messages?cursor=t" + most).body())
        .isEqualTo("{\"messages\":[]}");
    // Another tenant's cursor is but a number.
    for (int i = 0; i < 3; i++) {
      stranger.send("stranger", "long", "x", "message", "1");
    }
    String theirs = stranger.get("/threads/long/messages?limit=1").text("next_cursor");
    assertThat(client.get("/threads/long/messages?cursor=" + theirs).body())
        .isEqualTo("{\"messages\":[]}");
  }

  @Test
  void whatLooksOddAndIsAllowedIsTaken() throws IOException {
    Client here = server.freshTenant();
    for (String id : List.of("a;b=c", "semi;", "100%", "a\\b", "a?b#c", "\u00fc \ud83d\ude00")) {
      assertThat(here.register(id.replace("\\", "\\\\")).status()).as(id).isEqualTo(201);
      assertThat(here.get("/agents/" + Client.encoded(id)).text("id")).isEqualTo(id);
    }
    assertThat(here.get("/agents/a;b=c").text("id")).isEqualTo("a;b=c");
    assertThat(here.send("semi;", "t;x=y", "a;b=c", "message", "\"\\ud800\"").status())
        .isEqualTo(201);
    assertThat(here.get("/agents/semi;/inbox").messages()).hasSize(1);
    assertThat(here.get("/threads/t;x=y/messages").body()).contains("\"content\":\"\\ud800\"");
    // Duplicates within the content are its sender's affair: it is kept as sent.
    String twice = "{\"a\": 1, \"a\": 2}";
    assertThat(here.send("semi;", "twice", "x", "message", twice).status()).isEqualTo(201);
    assertThat(here.thread("twice").body()).contains(twice);
  }

  @Test
  void anOldClientWithoutAHostIsServed() throws IOException {
    try (Wire wire = Wire.to(server.url())) {
      wire.send("GET /health HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThat(wire.answer().text("status")).isEqualTo("healthy");
    }
  }

  @Test
  void optionsNameWhatIsAllowedAndNothingElse() throws IOException {
    try (Wire wire = Wire.to(server.url())) {
      wire.send(RawRequest.method("OPTIONS", "/agents").bytes(Wire.host(server.url()), null));
      Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
      assertThat(answer.headers().firstValue("Accept-Patch")).isEmpty();
    }
  }
}

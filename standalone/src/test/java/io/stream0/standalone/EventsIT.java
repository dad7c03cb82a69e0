package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.standalone.EventReader.Event;
import io.stream0.tail.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The stream of events, on a server whose tail holds little and gives up early. */
@ExtendWith(RealBroker.class)
@Timeout(180)
class EventsIT {
  private static final int STREAMS_A_TENANT = 4;
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.start(
            Server.freshPrefix(),
            state,
            "--stream0.events.heartbeat=" + HEARTBEAT,
            "--stream0.events.recent=30",
            "--stream0.events.waiting=20",
            "--stream0.events.max-streams-per-tenant=" + STREAMS_A_TENANT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aConversationIsSeenInOrderAndAsItsThreadShowsIt() throws Exception {
    Client client = server.freshTenant();
    List.of("a", "b").forEach(client::register);
    try (EventReader reader = EventReader.open(client, "")) {
      String request = client.send("b", "t", "a", "request", "{\"n\": 0.10}").text("message_id");
      client.send("a", "t", "b", "question", "\"which\\u003f\"");
      client.send("b", "t", "a", "answer", "[1,\n 2,\r\n -0.0]");
      client.ack(request);
      client.send("a", "t", "b", "done", "null");
      List<Event> events = reader.next(5);
      List<Event> messages = events.stream().filter(e -> e.name().equals("message")).toList();
      assertThat(messages.stream().map(Event::json).toList())
          .isEqualTo(client.thread("t").messages().stream().map(EventsIT::withoutStatus).toList());
      assertThat(messages.get(0).data()).contains("\"content\":{\"n\": 0.10}");
      assertThat(messages.get(1).data()).contains("\"content\":\"which\\u003f\"");
      assertThat(messages.get(2).data()).contains("\"content\":[1,\n 2,\n\n -0.0]");
      Event ack = events.stream().filter(e -> e.name().equals("ack")).findFirst().orElseThrow();
      assertThat(ack.text("message_id")).isEqualTo(request);
      assertThat(ack.text("to")).isEqualTo("b");
      assertThat(ack.text("thread_id")).isEqualTo("t");
    }
  }

  private static JsonNode withoutStatus(JsonNode message) {
    ObjectNode copy = (ObjectNode) message.deepCopy();
    copy.remove("status");
    return copy;
  }

  @Test
  void aFilterLetsPassWhatItNamesAndAllFiltersMust() throws Exception {
    Client client = server.freshTenant();
    client.post("/agents", "{\"id\": \"a\", \"aliases\": [\"al\"]}");
    List.of("b", "c").forEach(client::register);
    try (EventReader ofA = EventReader.open(client, "?agent=al");
        EventReader ofThread = EventReader.open(client, "?thread=t%201&type=done&type=answer");
        EventReader fromNobody = EventReader.open(client, "?agent=nobody&agent=c&type=message")) {
      client.send("a", "t 1", "b", "request", "1");
      client.send("c", "t 1", "b", "done", "2");
      client.send("c", "other", "a", "done", "3");
      client.send("b", "t 1", "nobody", "message", "4");
      String last = client.send("a", "t 1", "c", "answer", "5").text("message_id");
      client.ack(last);
      assertThat(contents(ofA.next(3))).containsExactly("1", "3", "5");
      assertThat(ofA.next().name()).isEqualTo("ack");
      assertThat(contents(ofThread.next(2))).containsExactly("2", "5");
      assertThat(contents(fromNobody.next(1))).containsExactly("4");
      assertThat(ofThread.within(1_500)).isNull();
      assertThat(fromNobody.within(0)).isNull();
    }
  }

  private static List<String> contents(List<Event> events) {
    return events.stream().map(event -> event.json().path("content").toString()).toList();
  }

  @Test
  void anotherTenantSeesNothingAndATokenWhatItsAgentHasPartIn() throws Exception {
    Client client = server.freshTenant();
    Client stranger = server.freshTenant();
    stranger.register("b");
    String token = client.register("a").text("agent_token");
    List.of("b", "c").forEach(client::register);
    Client a = client.with(Map.of("X-Agent-Token", token));
    try (EventReader own = EventReader.open(a, "");
        EventReader strangers = EventReader.open(stranger, "")) {
      String begun = own.lastId();
      client.send("b", "t", "c", "request", "1");
      String toA = client.send("a", "t", "b", "request", "2").text("message_id");
      String toB = client.send("b", "t", "a", "answer", "3").text("message_id");
      client.ack(toB);
      client.ack(toA);
      stranger.send("b", "t", "a", "request", "4");
      assertThat(contents(own.next(2))).containsExactly("2", "3");
      assertThat(own.next().text("message_id")).isEqualTo(toA);
      assertThat(contents(strangers.next(1))).containsExactly("4");
      assertThat(strangers.within(1_500)).isNull();
      assertThat(own.within(0)).isNull();
      // With what another was told, too, each resumes among their own alone.
      try (EventReader resumed = EventReader.resume(stranger, "", begun)) {
        assertThat(contents(resumed.next(1))).containsExactly("4");
        assertThat(resumed.within(1_500)).isNull();
      }
    }
  }

  @Test
  void aTokenThatIsRotatedEndsItsStream() throws Exception {
    Client client = server.freshTenant();
    String token = client.register("a").text("agent_token");
    try (EventReader reader =
        EventReader.open(client.with(Map.of("Authorization", "Bearer " + token)), "")) {
      client.post("/agents/a/token/rotate", "");
      assertThat(reader.awaitEnd()).contains("not valid any more");
    }
  }

  @Test
  void aKeyThatIsRevokedIsToldNothingMore() throws Exception {
    Client owner = server.freshTenant();
    owner.register("a");
    Answer made = owner.post("/keys", "");
    try (EventReader reader =
        EventReader.open(owner.with(Map.of("X-API-Key", made.text("key"))), "")) {
      assertThat(owner.delete("/keys/" + made.text("key_id")).status()).isEqualTo(200);
      owner.send("a", "t", "me", "message", "after it");
      assertThat(reader.awaitEnd()).contains("not valid any more");
    }
  }

  /** Whoever resumes from further back than the tail reads the log itself, and then joins it. */
  @Test
  void cutAtRandomUnderLoadNothingIsLostOrRepeated() throws Exception {
    Client client = server.freshTenant();
    List.of("a", "b").forEach(client::register);
    Random random = new Random(7);
    int count = 400;
    String first;
    try (EventReader reader = EventReader.open(client, "")) {
      first = reader.lastId();
    }
    CompletableFuture<Map<String, List<String>>> sent = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                sent.complete(load(client, count));
              } catch (RuntimeException e) {
                sent.completeExceptionally(e);
              }
            });
    Map<String, List<String>> told = new HashMap<>();
    int left = count;
    String lastId = first;
    while (left > 0) {
      // An id in the URL counts only where none is in the header.
      try (EventReader reader = EventReader.resume(client, "?after=" + first, lastId)) {
        for (int i = random.nextInt(60); i >= 0 && left > 0; i--) {
          Event event = reader.nextOrCut();
          if (event == null) {
            break;
          }
          note(told, event);
          lastId = event.id();
          left--;
        }
      }
    }
    assertThat(told).isEqualTo(sent.get(60, TimeUnit.SECONDS));
    try (EventReader reader = EventReader.resume(client, "", lastId)) {
      assertThat(reader.within(1_500)).isNull();
    }
    // The whole of it, from the beginning, as far as one stream gets before it is cut.
    Map<String, List<String>> again = new HashMap<>();
    String behind = first;
    for (int seen = 0; seen < count; ) {
      try (EventReader reader = EventReader.open(client, "?after=" + behind)) {
        for (Event event = reader.nextOrCut(); event != null; event = reader.nextOrCut()) {
          note(again, event);
          behind = event.id();
          seen++;
          if (seen == count) {
            assertThat(reader.within(1_500)).isNull();
            break;
          }
        }
      }
    }
    assertThat(again).isEqualTo(told);
  }

  /** Ids by thread, in the order in which they were sent. */
  private static Map<String, List<String>> load(Client client, int count) {
    Map<String, List<String>> sent = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String thread = "t" + i % 7;
      Answer answer = client.send(i % 2 == 0 ? "a" : "b", thread, "me", "message", "" + i);
      sent.computeIfAbsent(thread, t -> new ArrayList<>()).add(answer.text("message_id"));
    }
    return sent;
  }

  private static void note(Map<String, List<String>> told, Event event) {
    told.computeIfAbsent(event.text("thread_id"), t -> new ArrayList<>()).add(event.text("id"));
  }

  @Test
  void aSignOfLifeSaysHowFarTheReaderIs() throws Exception {
    Client client = server.freshTenant();
    client.register("a");
    try (EventReader reader = EventReader.open(client, "?type=done")) {
      String begun = reader.lastId();
      client.send("a", "t", "me", "request", "1");
      Awaitility.await().until(() -> !reader.lastId().equals(begun));
      assertThat(reader.within(0)).isNull();
      try (EventReader resumed = EventReader.resume(client, "", reader.lastId())) {
        client.send("a", "t", "me", "done", "2");
        assertThat(contents(resumed.next(1))).containsExactly("2");
      }
    }
  }

  @Test
  void aSignOfLifeIsACommentAndComesAfterASilenceAndNoSooner() throws Exception {
    long began = System.nanoTime();
    try (EventReader reader = EventReader.open(server.freshTenant(), "")) {
      Awaitility.await().until(() -> reader.comments().contains(""));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(HEARTBEAT);
      assertThat(reader.within(0)).isNull();
    }
  }

  @Test
  void whoReadsTooSlowlyIsCutOffAndResumes() throws Exception {
    Client client = server.freshTenant();
    client.register("a");
    String large = '"' + "x".repeat(500_000) + '"';
    long before = server.bean(Watching.class).tooSlow();
    try (Wire wire = Wire.to(server.url());
        EventReader prompt = EventReader.open(client, "")) {
      String from = prompt.lastId();
      RawRequest watch = RawRequest.get("/events").header("Last-Event-ID", from);
      wire.send(watch.bytes(Wire.host(server.url()), client.key()));
      int sent = 0;
      List<String> ids = new ArrayList<>();
      while (server.bean(Watching.class).tooSlow() == before) {
        ids.add(client.send("a", "t", "me", "message", large).text("message_id"));
        sent++;
        assertThat(prompt.next().text("id")).isEqualTo(ids.getLast());
        assertThat(sent).as("sent to one who reads nothing").isLessThan(200);
      }
      // What it has been sent before is whole events, the last id among them; then comes the end.
      String body = wire.answer().body();
      assertThat(body).endsWith(": closed: read too slowly; go on from the last id\n\n");
      List<String> got = idsIn(body);
      assertThat(got).isEqualTo(ids.subList(0, got.size())).hasSizeLessThan(ids.size());
      String last = body.replaceFirst("(?s).*\nid: ([^\n]*)\n.*", "$1");
      try (EventReader resumed = EventReader.resume(client, "", last)) {
        List<String> rest =
            resumed.next(ids.size() - got.size()).stream().map(event -> event.text("id")).toList();
        assertThat(rest).isEqualTo(ids.subList(got.size(), ids.size()));
      }
    }
  }

  private static List<String> idsIn(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: {\"id\":\""))
        .map(line -> line.replaceFirst("data: \\{\"id\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void aTenantHasSoManyStreamsAndNoMore() throws Exception {
    Client client = server.freshTenant();
    List<EventReader> readers = new ArrayList<>();
    for (int i = 0; i < STREAMS_A_TENANT; i++) {
      readers.add(EventReader.open(client, ""));
    }
    Answer refused = client.get("/events");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("error"))
        .isEqualTo(
            "streams: %d open (expected: at most %d of a tenant)"
                .formatted(STREAMS_A_TENANT, STREAMS_A_TENANT));
    assertThat(refused.headers().firstValue("Retry-After")).contains("" + HEARTBEAT.toSeconds());
    EventReader.open(server.freshTenant(), "").close();
    readers.forEach(EventReader::close);
    // That one has gone is known at the next sign of life.
    Awaitility.await()
        .until(
            () -> {
              try (var body = client.stream("/events").body()) {
                return body.read() == 'r';
              }
            });
  }

  @Test
  void aHeadIsAnsweredAndHoldsNothing() throws Exception {
    try (Wire wire = Wire.to(server.url())) {
      wire.send(
          RawRequest.method("HEAD", "/events")
              .header("Connection", "close")
              .bytes(Wire.host(server.url()), server.freshTenant().key()));
      assertThat(wire.head()).contains("HTTP/1.1 200").contains("text/event-stream");
      assertThat(wire.isGivenUp()).isTrue();
    }
  }
}

package io.stream0.standalone;

import static io.stream0.standalone.Together.together;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The promises of the HTTP contract, over real HTTP, a real broker and real RocksDB. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class PromisesIT {
  private static final int CONVERSATIONS = 8;
  private static final int TURNS = 40;
  private static final int ACKERS = 12;

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

  @Test
  void whatWasAnswered201IsInTheInboxAndTheThreadForWhoeverReadsNext() throws Exception {
    Client client = server.freshTenant();
    List<Integer> misses =
        together(CONVERSATIONS, conversation -> missesOfAConversation(client, conversation));
    assertThat(misses).containsOnly(0);
  }

  private static int missesOfAConversation(Client client, int conversation) {
    List<String> agents = List.of("asker-" + conversation, "answerer-" + conversation);
    agents.forEach(client::register);
    String thread = "conversation-" + conversation;
    int misses = 0;
    List<String> sent = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      String to = agents.get(turn % 2);
      Answer answer =
          client.send(to, thread, agents.get((turn + 1) % 2), "message", Integer.toString(turn));
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      sent.add(answer.text("message_id"));
      if (!client.inbox(to, "?status=unread").ids().contains(sent.getLast())) {
        misses++;
      }
      if (!client.thread(thread).ids().equals(sent)) {
        misses++;
      }
      assertThat(client.ack(sent.getLast()).status()).isEqualTo(200);
      if (client.inbox(to, "?status=unread").ids().contains(sent.getLast())) {
        misses++;
      }
    }
    return misses;
  }

  /** The wait is answered by another dispatch of its request, which finds its way by the path. */
  @Test
  void whoeverWaitsIsAnsweredWhateverItsName() throws Exception {
    Client client = server.freshTenant();
    List<String> names =
        List.of(
            "plain",
            "a;b",
            ";",
            "a;b=c",
            "a%b",
            "%2F",
            "%",
            "a\\b",
            "..\\..",
            "..\\..\\x",
            "\\",
            "a?b",
            "a#b",
            "a b",
            "a+b",
            "a&b=c",
            "a\"b",
            "a{b}",
            "a:b@c",
            "...",
            "~",
            "ü",
            "日本",
            "🦜",
            "x".repeat(256));
    List<String> told =
        together(
            names.size(),
            n -> {
              String name = names.get(n);
              String written = name.replace("\\", "\\\\").replace("\"", "\\\"");
              assertThat(client.register(written).status()).as(name).isEqualTo(201);
              Answer nothing = client.inbox(name, "?status=unread&timeout=0.1");
              assertThat(nothing.status()).as(name + nothing.body()).isEqualTo(200);
              assertThat(nothing.ids()).as(name).isEmpty();
              String sent = client.send(name, "waited", "x", "message", "1").text("message_id");
              Answer answer = client.inbox(name, "?status=unread&timeout=30");
              assertThat(answer.status()).as(name + answer.body()).isEqualTo(200);
              assertThat(answer.ids()).as(name).containsExactly(sent);
              return name;
            });
    assertThat(told).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void ofTwelveAcksOfOneMessageOneWins() throws Exception {
    Client client = server.freshTenant();
    client.register("agent");
    for (int round = 0; round < 10; round++) {
      String id = client.send("agent", "t", "sender", "request", "1").text("message_id");
      List<Integer> statuses = together(ACKERS, acker -> client.ack(id).status());
      assertThat(statuses).containsOnlyOnce(200);
      assertThat(statuses).containsOnly(200, 404);
    }
  }

  @Test
  void tenantsCrossNowhere() {
    Client mine = server.freshTenant();
    Client theirs = server.freshTenant();
    mine.register("agent");
    String id = mine.send("agent", "thread", "sender", "request", "\"secret\"").text("message_id");

    assertThat(theirs.get("/agents").json().path("agents")).isEmpty();
    assertThat(theirs.get("/agents/agent").status()).isEqualTo(404);
    assertThat(theirs.inbox("agent", "").status()).isEqualTo(404);
    assertThat(theirs.send("agent", "thread", "x", "request", "1").status()).isEqualTo(404);
    assertThat(theirs.ack(id).status()).isEqualTo(404);
    assertThat(theirs.delete("/agents/agent").status()).isEqualTo(404);
    assertThat(theirs.thread("thread").messages()).isEmpty();

    // The same names in another tenant are other agents and other threads.
    theirs.register("agent");
    theirs.send("agent", "thread", "sender", "request", "\"theirs\"");
    assertThat(mine.thread("thread").body()).contains("secret").doesNotContain("theirs");
    assertThat(mine.inbox("agent", "").messages()).hasSize(1);
    assertThat(theirs.delete("/agents/agent").status()).isEqualTo(200);
    assertThat(mine.inbox("agent", "?status=unread").ids()).containsExactly(id);
  }

  @Test
  void withoutAKnownKeyNobodyGetsAnything() {
    Client nobody = server.clientWithKey("wrong");
    for (Answer answer :
        List.of(
            nobody.get("/agents"),
            nobody.register("agent"),
            nobody.inbox("agent", ""),
            nobody.thread("t"),
            nobody.ack("imsg-0"))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.text("error")).startsWith("this API key is not known (expected: ");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    assertThat(nobody.get("/health").status()).isEqualTo(200);
  }

  @Test
  void whoWaitsGetsTheMessageWhenItComes() throws Exception {
    Client client = server.freshTenant();
    client.register("agent");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting =
          executor.submit(() -> client.inbox("agent", "?status=unread&timeout=30"));
      String other = client.send("agent", "t", "sender", "request", "1").text("message_id");
      assertThat(waiting.get(30, TimeUnit.SECONDS).ids()).containsExactly(other);

      Future<Answer> filtered =
          executor.submit(() -> client.inbox("agent", "?thread_id=wanted&timeout=30"));
      client.send("agent", "unwanted", "sender", "request", "1");
      String wanted = client.send("agent", "wanted", "sender", "request", "1").text("message_id");
      assertThat(filtered.get(30, TimeUnit.SECONDS).ids()).containsExactly(wanted);
    }
    assertThat(client.inbox("agent", "?thread_id=none&timeout=0.05").messages()).isEmpty();
  }

  @Test
  void contentLeavesAsTheJsonValueThatCameIn() {
    Client client = server.freshTenant();
    client.register("agent");
    String content =
        "{\"n\": [0.1, -0.0, 1E400, 123456789012345678901234567890],"
            + " \"s\": \"\\u0041 100% +&= \\ud83d\\ude00 é 🦊 \\\"\", \"nested\": "
            + "[".repeat(200)
            + "]".repeat(200)
            + "}";
    assertThat(client.send("agent", "t", "sender", "request", content).status()).isEqualTo(201);
    assertThat(client.inbox("agent", "").body()).contains("\"content\":" + content + ",");
    assertThat(client.thread("t").body()).contains("\"content\":" + content + ",");
  }

  @Test
  void aPageEndsAtItsLimitAndTheNextBeginsBehindIt() {
    Client client = server.freshTenant();
    client.register("agent");
    List<String> sent =
        IntStream.range(0, 25)
            .mapToObj(
                i ->
                    client
                        .send("agent", "t", "sender", "request", Integer.toString(i))
                        .text("message_id"))
            .toList();
    assertThat(pages(client, "/agents/agent/inbox?limit=10")).isEqualTo(sent);
    assertThat(pages(client, "/threads/t/messages?limit=7")).isEqualTo(sent);
    assertThat(client.get("/agents/agent/inbox?limit=25").json().has("next_cursor")).isFalse();
  }

  @Test
  void aPageEndsAtFourMebibytesToo() {
    Client client = server.freshTenant();
    client.register("agent");
    String large = '"' + "x".repeat(700 * 1024) + '"';
    for (int i = 0; i < 8; i++) {
      assertThat(client.send("agent", "t", "s", "request", large).status()).isEqualTo(201);
    }
    Answer first = client.inbox("agent", "");
    assertThat(first.messages()).hasSizeBetween(5, 7);
    assertThat(first.json().has("next_cursor")).isTrue();
    assertThat(pages(client, "/agents/agent/inbox?limit=1000")).hasSize(8);
  }

  private static List<String> pages(Client client, String path) {
    List<String> ids = new ArrayList<>();
    Answer page = client.get(path);
    ids.addAll(page.ids());
    while (page.json().has("next_cursor")) {
      page = client.get(path + "&cursor=" + page.text("next_cursor"));
      ids.addAll(page.ids());
    }
    return ids;
  }

  @Test
  void unreadAndAckedAreToldApart() {
    Client client = server.freshTenant();
    client.register("agent");
    List<String> sent =
        IntStream.range(0, 6)
            .mapToObj(
                i -> client.send("agent", "t" + i % 2, "sender", "request", "1").text("message_id"))
            .toList();
    List.of(4, 0, 3).forEach(i -> client.ack(sent.get(i)));
    assertThat(client.inbox("agent", "?status=unread").ids())
        .containsExactly(sent.get(1), sent.get(2), sent.get(5));
    assertThat(client.inbox("agent", "?status=acked").ids())
        .containsExactly(sent.get(0), sent.get(3), sent.get(4));
    assertThat(client.inbox("agent", "?status=unread&thread_id=t1").ids())
        .containsExactly(sent.get(1), sent.get(5));
    assertThat(client.inbox("agent", "").messages())
        .extracting(m -> m.path("status").stringValue(""))
        .containsExactly("acked", "unread", "unread", "acked", "acked", "unread");
  }

  @Test
  void aDeletedAgentsInboxIsGoneAndALaterOneOfThatIdStartsEmpty() {
    Client client = server.freshTenant();
    client.register("agent");
    String old = client.send("agent", "t", "sender", "request", "\"old\"").text("message_id");
    Answer deleted = client.delete("/agents/agent");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text("agent_id")).isEqualTo("agent");
    assertThat(client.inbox("agent", "").status()).isEqualTo(404);
    assertThat(client.send("agent", "t", "sender", "request", "1").status()).isEqualTo(404);
    assertThat(client.ack(old).status()).isEqualTo(404);
    assertThat(client.delete("/agents/agent").status()).isEqualTo(404);

    client.register("agent");
    assertThat(client.inbox("agent", "").messages()).isEmpty();
    assertThat(client.ack(old).status()).isEqualTo(404);
    String fresh = client.send("agent", "t", "sender", "request", "1").text("message_id");
    assertThat(client.inbox("agent", "").ids()).containsExactly(fresh);
    assertThat(client.thread("t").ids()).containsExactly(old, fresh);
  }

  @Test
  void agentsAreListedOldestFirstAndRegisteredAgainWithoutAChange() {
    Client client = server.freshTenant();
    List.of("c", "a", "b").forEach(client::register);
    Answer first = client.get("/agents?limit=2");
    assertThat(first.json().path("agents").values())
        .extracting(a -> a.path("id").stringValue(""))
        .containsExactly("c", "a");
    Answer rest = client.get("/agents?limit=2&cursor=" + first.text("next_cursor"));
    assertThat(rest.json().path("agents").values())
        .extracting(a -> a.path("id").stringValue(""))
        .containsExactly("b");
    JsonNode before = client.get("/agents/a").json();
    assertThat(client.register("a").status()).isEqualTo(201);
    assertThat(client.get("/agents/a").json()).isEqualTo(before);
  }
}

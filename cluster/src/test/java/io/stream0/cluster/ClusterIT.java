package io.stream0.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.id.TraceParent;
import io.stream0.telemetry.MessageTrace;
import io.stream0.telemetry.OtlpReceiver;
import io.stream0.telemetry.Scrape;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The finished jars of api, processor and webhook worker, two processes each, on a real broker. One
 * broker: here the services are the subject.
 */
@Timeout(600)
class ClusterIT {
  private static final int PARTITIONS = 4;
  private static final int CREATED = 201;
  private static final int MOST_TURNS = 10;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Cluster cluster;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static OtlpReceiver collector;

  @BeforeAll
  static void start() throws Exception {
    collector = new OtlpReceiver();
    cluster =
        new Cluster(
            Path.of(System.getProperty("stream0.root", "..")),
            folder,
            1,
            PARTITIONS,
            collector.settings());
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    collector.close();
  }

  private static Agent at(int api) {
    return new Agent(cluster.apis().get(api).url());
  }

  @Test
  void agentsOfTwoApiConverse() throws Exception {
    at(0).register("alice");
    at(1).register("bob");
    for (int turn = 0; turn < 10; turn++) {
      assertThat(at(turn % 2).send("alice", "talk", "bob", "question " + turn)).isEqualTo(CREATED);
      assertThat(at(turn % 2).send("bob", "talk", "alice", "answer " + turn)).isEqualTo(CREATED);
      // What one api has acknowledged, the other shows.
      assertThat(at((turn + 1) % 2).thread("talk")).hasSize(2 * turn + 2);
    }
    at(0).register("carol");
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(
            () -> at(0).get("/agents/carol/inbox?status=unread&timeout=50"));
    assertThat(at(1).send("carol", "other", "alice", "hello")).isEqualTo(CREATED);
    assertThat(Agent.contents(waiting.get(60, TimeUnit.SECONDS))).containsExactly("hello");
  }

  @Test
  void aMessageIsFollowedOverTheServicesToTheLongPollThatGotIt() throws Exception {
    TraceParent sending;
    TraceParent reading;
    List<String> came;
    double moves;
    int turn = 0;
    do {
      // A wait that moves with its partition may find the message there already.
      assertThat(turn).as("turns in which partitions moved").isLessThan(MOST_TURNS);
      moves = moves();
      sending = MessageTrace.fresh();
      reading = MessageTrace.fresh();
      came = sendToWaiting("dave" + turn++, sending, reading);
    } while (moves() != moves);
    assertThat(came).containsExactly("201", "200", "hello");

    TraceParent waiting = reading;
    MessageTrace trace =
        MessageTrace.await(
            collector, sending, "stream0.", whole -> whole.wait(waiting).isPresent());
    trace.isConnected();
    OtlpReceiver.Sent wait = trace.wait(waiting).orElseThrow();
    assertThat(trace.received().links()).containsExactly(trace.sent().self(), wait.self());
    assertThat(wait.links()).containsExactly(trace.sent().self());
    assertThat(List.of(trace.sent(), trace.received(), wait))
        .extracting(OtlpReceiver.Sent::service)
        .containsOnly("stream0-api");
    // What the api asks is in the trace of who made it ask.
    assertThat(collector.trace(sending.traceId()))
        .filteredOn(span -> span.name().equals("http post /internal/ask"))
        .isNotEmpty()
        .allSatisfy(span -> assertThat(span.service()).isEqualTo("stream0-processor"))
        .allSatisfy(span -> assertThat(span.parent()).isEqualTo(trace.post().id()));
    scrape(cluster.apis()).isAsDocumented(Scrape.Service.API);
    scrape(cluster.processors()).isAsDocumented(Scrape.Service.PROCESSOR);
  }

  /** Sends to an agent that waits; returns both statuses, and what it got. */
  private static List<String> sendToWaiting(String agent, TraceParent sending, TraceParent reading)
      throws Exception {
    at(0).register(agent);
    awaitWaiting(0);
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(
            () -> traced(0, reading).get("/agents/" + agent + "/inbox?status=unread&timeout=30"));
    awaitWaiting(1);
    List<String> came = new ArrayList<>();
    came.add(Integer.toString(traced(1, sending).send(agent, agent, "alice", "hello")));
    HttpResponse<String> got = waiting.get(60, TimeUnit.SECONDS);
    came.add(Integer.toString(got.statusCode()));
    if (got.statusCode() == 200) {
      came.addAll(Agent.contents(got));
    }
    return came;
  }

  private static void awaitWaiting(int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> scrape(cluster.processors()).sum("stream0_waiting") == count);
  }

  /** How often a processor has begun or ended to fold a partition. */
  private static double moves() {
    return scrape(cluster.processors()).sum("stream0_partition_moves_total");
  }

  private static Agent traced(int api, TraceParent trace) {
    return new Agent(cluster.apis().get(api).url(), Map.of("traceparent", trace.value()));
  }

  private static Scrape scrape(List<Service> services) {
    return Scrape.of(services.stream().map(service -> "http://" + service.management()).toList());
  }

  @Test
  void aKeyIsGoodAtEveryApiAtOnceAndARevokedOneAtNoneWithinASecond() {
    for (int round = 0; round < 5; round++) {
      HttpResponse<String> made = at(0).makeKey();
      assertThat(made.statusCode()).as(made.body()).isEqualTo(CREATED);
      Agent holder = at(1).with(member(made, "key"));
      HttpResponse<String> agents = holder.get("/agents");
      assertThat(agents.statusCode()).isEqualTo(200);
      assertThat(agents.body()).contains("other-agent");

      assertThat(at(0).with(member(made, "key")).revokeKey(member(made, "key_id")).statusCode())
          .isEqualTo(200);
      long revoked = System.nanoTime();
      long asked = revoked;
      while (holder.get("/agents").statusCode() == 200) {
        // It was still taken: that call did not begin later than a second after.
        assertThat(asked - revoked).isLessThan(Duration.ofSeconds(1).toNanos());
        asked = System.nanoTime();
      }
      assertThat(holder.get("/agents").statusCode()).isEqualTo(401);
    }
  }

  private static String member(HttpResponse<String> answer, String name) {
    Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(answer.body());
    assertThat(member.find()).as(answer.body()).isTrue();
    return member.group(1);
  }

  @Test
  void nothingIsLostWhenAProcessorIsKilledInMidLoad() throws Exception {
    Service victim = cluster.processors().getFirst();
    Load load = new Load("killed", PARTITIONS * 2, ClusterIT::at);
    load.awaitSent(30);
    victim.process().kill();
    load.awaitSent(60);
    load.end();
    victim.process().start();
    cluster.awaitReady(victim);
    load.check();
  }

  @Test
  void aProcessorThatIsStoppedHandsOverAndComesBack() throws Exception {
    Service leaver = cluster.processors().getLast();
    Load load = new Load("stopped", PARTITIONS * 2, ClusterIT::at);
    load.awaitSent(30);
    leaver.process().stop();
    load.awaitSent(60);
    leaver.process().start();
    cluster.awaitReady(leaver);
    load.awaitSent(90);
    load.end();
    load.check();
  }

  @Test
  void aWebhookIsToldOfWhatEitherApiAcceptsAndEitherShowsIt() throws Exception {
    try (Hooks hooks = new Hooks()) {
      for (int api = 0; api < 2; api++) {
        String agent = "hooked" + api;
        at(api).register(agent, hooks.url());
        String message = at(1 - api).sendOne(agent, "hello");
        Awaitility.await().atMost(LONG).until(() -> hooks.told(message).size() == 1);
        String delivery = hooks.told(message).getFirst();
        for (int other = 0; other < 2; other++) {
          awaitDelivered(other, agent, delivery);
        }
        assertThat(at(1 - api).post("/agents/" + agent + "/webhook/test").body())
            .contains("\"status\":204");
        assertThat(at(api).post("/deliveries/" + delivery + "/redeliver").statusCode())
            .isEqualTo(202);
        Awaitility.await().atMost(LONG).until(() -> hooks.told(message).size() == 2);
        assertThat(hooks.told(message)).containsOnly(delivery);
      }
    }
    scrape(cluster.webhookWorkers()).isAsDocumented(Scrape.Service.WEBHOOK_WORKER);
  }

  /** Looks at once: of many, most have come about. */
  private static ConditionFactory soon() {
    return Awaitility.await().atMost(LONG).pollDelay(Duration.ZERO);
  }

  private static void awaitDelivered(int api, String agent, String delivery) {
    soon()
        .until(
            () ->
                at(api)
                    .get("/agents/" + agent + "/deliveries?status=delivered&limit=1000")
                    .body()
                    .contains(delivery));
  }

  /**
   * Each agent is written to as soon as it is registered, at the other api, while a worker is
   * killed with half of all attempts under way, and comes back, which moves partitions under way
   * too.
   */
  @Test
  void everyMessageIsToldThoughAWorkerIsKilledInMidFlight() throws Exception {
    Service victim = cluster.webhookWorkers().getFirst();
    // Two endpoints: what one holds up does not hold up the other.
    try (Hooks prompt = new Hooks();
        Hooks holding = new Hooks();
        Writing writing = new Writing(prompt, holding)) {
      writing.awaitSent(20);
      Awaitility.await().atMost(LONG).until(() -> !holding.messages().isEmpty());
      victim.process().kill();
      writing.awaitSent(40);
      holding.release();
      victim.process().start();
      cluster.awaitReady(victim);
      writing.awaitSent(60);
      Map<String, Writing.Sent> sent = writing.end();
      for (Map.Entry<String, Writing.Sent> one : sent.entrySet()) {
        String message = one.getKey();
        Hooks hooks = one.getValue().hooks();
        soon().until(() -> !hooks.told(message).isEmpty());
        awaitDelivered(0, one.getValue().agent(), hooks.told(message).getFirst());
        assertThat(Set.copyOf(hooks.told(message))).as(message).hasSize(1);
      }
    }
  }

  /** Registers one agent after another, each with a webhook, and writes to it at once. */
  private static final class Writing implements AutoCloseable {
    private final Hooks prompt;
    private final Hooks holding;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> running;

    /** To whom a message went, and where that is told. */
    record Sent(String agent, Hooks hooks) {}

    Writing(Hooks prompt, Hooks holding) {
      this.prompt = prompt;
      this.holding = holding;
      holding.hold();
      running = CompletableFuture.runAsync(this::run);
    }

    private void run() {
      for (int n = 0; !ended.get(); n++) {
        String agent = "told-" + n;
        Hooks hooks = n % 2 == 0 ? prompt : holding;
        at(n % 4 / 2).register(agent, hooks.url());
        sent.put(at(1 - n % 4 / 2).sendOne(agent, "hello " + n), new Sent(agent, hooks));
      }
    }

    void awaitSent(int count) {
      Awaitility.await()
          .atMost(LONG)
          .until(() -> sent.size() >= count || running.isCompletedExceptionally());
      assertThat(running).isNotCompletedExceptionally();
    }

    /** The messages that were accepted, and to whom. */
    Map<String, Sent> end() throws Exception {
      ended.set(true);
      running.get(2, TimeUnit.MINUTES);
      return sent;
    }

    @Override
    public void close() {
      ended.set(true);
    }
  }

  @Test
  void aServiceThatDiffersFromItsInstallationIsRefusedWithASentence() {
    Map<String, String> anotherSecret =
        Map.of("stream0.secret", "another-secret-than-that-of-the-others");
    String anotherInstallation =
        "stream0.secret: another one (expected: the one that the installation of topics stream0.";
    String processor = cluster.processors().getFirst().address();
    String api = cluster.apis().getFirst().address();
    Map<Service, String> refused = new LinkedHashMap<>();
    refused.put(differing(anotherSecret), anotherInstallation);
    refused.put(
        differing(Map.of("stream0.topics.partitions", "3")),
        "topic stream0.inbox: partitions: " + PARTITIONS + " (expected: 3)");
    refused.put(
        differing(Map.of("stream0.topics.replication", "2")),
        "topic stream0.inbox: replication: 1 (expected: 2 or more)");
    refused.put(
        differing(Map.of("stream0.webhook-workers", processor)),
        "stream0.webhook-workers: %s is a processor (expected: a webhook worker)"
            .formatted(processor));
    refused.put(
        differing(Map.of("stream0.processors", api)),
        "stream0.processors: " + api + " answered 404");
    refused.put(cluster.webhookWorker("refused-worker", anotherSecret), anotherInstallation);
    try {
      refused.keySet().forEach(service -> service.process().start());
      refused.forEach(
          (service, sentence) -> {
            assertThat(service.process().awaitEnd()).as(sentence).isEqualTo(1);
            assertThat(service.process().output()).contains(sentence);
          });
    } finally {
      refused.keySet().forEach(service -> service.process().kill());
    }
  }

  private static Service differing(Map<String, String> setting) {
    return cluster.api("refused-" + setting.keySet().iterator().next(), setting);
  }
}

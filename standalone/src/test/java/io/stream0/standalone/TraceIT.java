package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.stream0.processor.progress.Changes;
import io.stream0.protocol.id.TraceParent;
import io.stream0.telemetry.MessageTrace;
import io.stream0.telemetry.OtlpReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets to see of messages, from the all-in-one. */
@ExtendWith(RealBroker.class)
@Timeout(180)
class TraceIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String PREFIX = Server.freshPrefix();

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static OtlpReceiver receiver;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() throws IOException {
    receiver = new OtlpReceiver();
    server =
        Server.start(
            PREFIX,
            state,
            receiver.settings().entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  @Test
  void aMessageIsFollowedFromItsPostToTheLongPollThatGotIt() throws Exception {
    Client client = server.freshTenant();
    client.register("reader");
    TraceParent sending = MessageTrace.fresh();
    TraceParent reading = MessageTrace.fresh();
    CompletableFuture<Answer> waiting = waiting(client.and("traceparent", reading.value()));
    Answer sent = send(client.and("traceparent", sending.value()), "\"hello\"");
    assertThat(waiting.get(60, TimeUnit.SECONDS).ids()).containsExactly(sent.text("message_id"));

    MessageTrace trace =
        MessageTrace.await(receiver, sending, PREFIX, whole -> whole.wait(reading).isPresent());
    assertThat(trace.post().parent()).isEqualTo(sending.spanId());
    assertThat(trace.post().kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    trace.isConnected();
    assertThat(trace.sent().attributes())
        .containsEntry("messaging.message.id", sent.text("message_id"));
    // The wait is another trace: each leads to the other.
    OtlpReceiver.Sent wait = trace.wait(reading).orElseThrow();
    assertThat(wait.parent()).isEqualTo(reading.spanId());
    assertThat(wait.links()).containsExactly(trace.sent().self());
    assertThat(trace.received().links()).containsExactly(trace.sent().self(), wait.self());
  }

  @Test
  void aMessageIsFollowedToALongPollThatIsNotTraced() throws Exception {
    Client client = server.freshTenant();
    client.register("reader");
    TraceParent sending = MessageTrace.fresh();
    CompletableFuture<Answer> waiting = waiting(client);
    send(client.and("traceparent", sending.value()), "\"hello\"");
    assertThat(waiting.get(60, TimeUnit.SECONDS).ids()).hasSize(1);

    MessageTrace trace = MessageTrace.await(receiver, sending, PREFIX, whole -> true);
    trace.isConnected();
    assertThat(trace.received().links()).containsExactly(trace.sent().self());
  }

  @Test
  void aCallThatIsNotToBeTracedIsNot() throws Exception {
    Client client = server.freshTenant();
    client.register("reader");
    TraceParent unsampled =
        new TraceParent(MessageTrace.fresh().value().replaceFirst("-01$", "-00"));
    CompletableFuture<Answer> waiting = waiting(client);
    send(client.and("traceparent", unsampled.value()), "\"unsampled\"");
    assertThat(waiting.get(60, TimeUnit.SECONDS).ids()).hasSize(1);
    send(client, "\"no trace\"");

    // One behind it that is traced: what was to come before it has come.
    Client other = server.freshTenant();
    other.register("reader");
    TraceParent sending = MessageTrace.fresh();
    CompletableFuture<Answer> next = waiting(other);
    send(other.and("traceparent", sending.value()), "\"hello\"");
    next.get(60, TimeUnit.SECONDS);
    MessageTrace.await(receiver, sending, PREFIX, whole -> true);
    assertThat(receiver.trace(unsampled.traceId())).isEmpty();
    assertThat(receiver.spans())
        .allSatisfy(span -> assertThat(MessageTrace.isFresh(span.trace())).isTrue());
  }

  @Test
  void spansTellNeitherKeysNorTokensNorContent() throws Exception {
    String key = Server.freshKey();
    Client client = server.clientWithKey(key);
    String token = client.register("reader").text("agent_token");
    TraceParent sending = MessageTrace.fresh();
    Client traced = client.and("traceparent", sending.value());
    CompletableFuture<Answer> waiting =
        waiting(
            client.with(
                Map.of("X-Agent-Token", token, "traceparent", MessageTrace.fresh().value())));
    String content = "what-is-said";
    send(traced.and("Idempotency-Key", "a-key-of-the-caller"), "\"" + content + "\"");
    waiting.get(60, TimeUnit.SECONDS);
    // What goes wrong tells no more.
    traced.post("/agents/reader/inbox", "{\"thread_id\": \"" + content + "\"");
    traced.inbox("reader", "?limit=" + content);
    client
        .with(Map.of("X-API-Key", "a-key-that-is-none", "traceparent", sending.value()))
        .inbox("reader", "");

    MessageTrace.await(
        receiver, sending, PREFIX, trace -> receiver.trace(sending.traceId()).size() >= 9);
    String all = new String(receiver.bytes(), UTF_8);
    assertThat(all)
        .contains("send " + PREFIX + "inbox")
        .doesNotContain(key, token, content, "a-key-of-the-caller", "a-key-that-is-none");
  }

  @Test
  void metersAreSentToo() {
    Client client = server.freshTenant();
    client.register("reader");
    send(client, "1");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(receiver.metrics())
                    .contains("stream0.fold", "stream0.publish", "stream0.query"));
  }

  /** Returns once it waits. */
  private static CompletableFuture<Answer> waiting(Client client) {
    int before = server.bean(Changes.class).size();
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> client.inbox("reader", "?status=unread&timeout=30"));
    await().atMost(LONG).until(() -> server.bean(Changes.class).size() > before);
    return answer;
  }

  private static Answer send(Client client, String content) {
    Answer sent = client.send("reader", "t", "writer", "message", content);
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent;
  }
}

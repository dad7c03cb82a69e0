package io.stream0.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.stream0.protocol.id.TraceParent;
import io.stream0.telemetry.OtlpReceiver.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * The way of one message, as a collector has it. Each part is there once.
 *
 * @param prefix of the topics
 */
public record MessageTrace(OtlpReceiver receiver, TraceParent caller, String prefix) {
  private static final Set<String> FRESH = ConcurrentHashMap.newKeySet();

  /** A traceparent that a caller may bring: of a new trace, which is to be recorded. */
  public static TraceParent fresh() {
    String trace = UUID.randomUUID().toString().replace("-", "");
    FRESH.add(trace);
    return new TraceParent(
        "00-%s-%016x-01".formatted(trace, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)));
  }

  /** Whether a trace is one of those that a caller brought. */
  public static boolean isFresh(String trace) {
    return FRESH.contains(trace);
  }

  /** Waits until all of it has come, and more. */
  public static MessageTrace await(
      OtlpReceiver receiver, TraceParent caller, String prefix, Predicate<MessageTrace> more) {
    MessageTrace trace = new MessageTrace(receiver, caller, prefix);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(trace.names()).containsAll(trace.way());
              assertThat(trace).matches(more);
            });
    return trace;
  }

  private List<String> way() {
    return List.of(
        "http post /agents/{id}/inbox",
        "send " + prefix + "inbox",
        "process " + prefix + "inbox",
        "create " + prefix + "threads",
        "process " + prefix + "threads",
        "receive " + prefix + "inbox");
  }

  private List<String> names() {
    return receiver.trace(caller.traceId()).stream().map(Sent::name).toList();
  }

  private Sent one(String name) {
    List<Sent> all =
        receiver.trace(caller.traceId()).stream().filter(span -> span.name().equals(name)).toList();
    assertThat(all).as(name).hasSize(1);
    return all.getFirst();
  }

  public Sent post() {
    return one("http post /agents/{id}/inbox");
  }

  public Sent sent() {
    return one("send " + prefix + "inbox");
  }

  public Sent received() {
    return one("receive " + prefix + "inbox");
  }

  /** The long-poll that brought a traceparent of its own. */
  public Optional<Sent> wait(TraceParent reader) {
    return receiver.trace(reader.traceId()).stream()
        .filter(span -> span.name().equals("http get /agents/{id}/inbox"))
        .findFirst();
  }

  /** Fails unless every part is the child of the one that caused it, and linked to it. */
  public void isConnected() {
    Sent inbox = one("process " + prefix + "inbox");
    Sent create = one("create " + prefix + "threads");
    Sent threads = one("process " + prefix + "threads");
    isCaused(sent(), post(), SpanKind.SPAN_KIND_PRODUCER);
    isCaused(inbox, sent(), SpanKind.SPAN_KIND_CONSUMER);
    assertThat(inbox.links()).containsExactly(sent().self());
    isCaused(create, inbox, SpanKind.SPAN_KIND_PRODUCER);
    isCaused(threads, create, SpanKind.SPAN_KIND_CONSUMER);
    assertThat(threads.links()).containsExactly(create.self());
    isCaused(received(), sent(), SpanKind.SPAN_KIND_CLIENT);
    assertThat(received().links()).contains(sent().self());
  }

  private static void isCaused(Sent span, Sent cause, SpanKind kind) {
    assertThat(span.parent()).as(span.name()).isEqualTo(cause.id());
    assertThat(span.kind()).as(span.name()).isEqualTo(kind);
  }
}

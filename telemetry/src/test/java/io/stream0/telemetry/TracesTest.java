package io.stream0.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final RecordPosition AT = new RecordPosition(3, 44);
  private static final TraceParent SENT =
      new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exported))
                  .build())
          .build();
  private final Traces traces = new Traces(telemetry, () -> NOW);

  @Test
  void whatIsSentIsAChildOfWhatTheThreadIsAt() {
    Span call = telemetry.getTracer("test").spanBuilder("call").startSpan();
    SendSpan send = at(call).wrapSupplier(() -> traces.send("s.inbox", "imsg-1")).get();
    TraceParent carried = Objects.requireNonNull(send.context());
    send.acknowledged(AT);
    SpanData span = exported.getFinishedSpanItems().getFirst();
    assertThat(span.getName()).isEqualTo("send s.inbox");
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getParentSpanContext()).isEqualTo(call.getSpanContext());
    assertThat(carried.spanId()).isEqualTo(span.getSpanId());
    assertThat(carried.traceId()).isEqualTo(span.getTraceId());
    assertThat(attributes(span))
        .contains(
            "messaging.system=kafka",
            "messaging.operation.type=send",
            "messaging.destination.name=s.inbox",
            "messaging.destination.partition.id=3",
            "messaging.kafka.offset=44",
            "messaging.message.id=imsg-1");
  }

  @Test
  void ofAFailureOnlyItsKindIsTold() {
    Span call = telemetry.getTracer("test").spanBuilder("call").startSpan();
    SendSpan send = at(call).wrapSupplier(() -> traces.send("s.inbox", "imsg-1")).get();
    send.failed(new IllegalStateException("a secret"));
    SpanData span = exported.getFinishedSpanItems().getFirst();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(span)).contains("error.type=java.lang.IllegalStateException");
    assertThat(span.toString()).doesNotContain("a secret");
  }

  @Test
  void outsideOfATraceNothingIsSentWithARecord() {
    assertThat(traces.send("s.inbox", "imsg-1")).isSameAs(SendSpan.NONE);
    assertThat(Traces.current()).isNull();
    assertThat(SendSpan.NONE.context()).isNull();
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void whatIsProcessedIsAChildOfWhatSentItAndLinkedToIt() {
    ProcessSpan process = traces.process("s.inbox", AT, NOW, SENT);
    TraceParent created = Objects.requireNonNull(process.created("s.threads", "s.inbox-3-44-0"));
    process.end();
    SpanData create = exported.getFinishedSpanItems().getFirst();
    SpanData processed = exported.getFinishedSpanItems().getLast();
    assertThat(processed.getName()).isEqualTo("process s.inbox");
    assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(processed.getTraceId()).isEqualTo(SENT.traceId());
    assertThat(processed.getParentSpanId()).isEqualTo(SENT.spanId());
    assertThat(linked(processed)).containsExactly(SENT.spanId());
    assertThat(create.getName()).isEqualTo("create s.threads");
    assertThat(create.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(create.getParentSpanId()).isEqualTo(processed.getSpanId());
    assertThat(created.spanId()).isEqualTo(create.getSpanId());
  }

  @Test
  void whatIsFoldedLongAfterItWasAppendedIsNotTold() {
    Instant longAgo = NOW.minus(Duration.ofMinutes(11));
    ProcessSpan process = traces.process("s.inbox", AT, longAgo, SENT);
    assertThat(process.created("s.threads", "s.inbox-3-44-0")).isNull();
    process.end();
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void whatIsReceivedIsToldInTheTraceOfTheMessageWithALinkToTheWait() {
    Span wait = telemetry.getTracer("test").spanBuilder("wait").startSpan();
    at(wait).wrap(() -> traces.received("s.inbox", List.of(SENT))).run();
    wait.end();
    SpanData receive = exported.getFinishedSpanItems().getFirst();
    SpanData waited = exported.getFinishedSpanItems().getLast();
    assertThat(receive.getName()).isEqualTo("receive s.inbox");
    assertThat(receive.getTraceId()).isEqualTo(SENT.traceId());
    assertThat(receive.getParentSpanId()).isEqualTo(SENT.spanId());
    assertThat(linked(receive)).containsExactly(SENT.spanId(), wait.getSpanContext().getSpanId());
    assertThat(linked(waited)).containsExactly(SENT.spanId());
  }

  @Test
  void whatIsReceivedIsToldTooWhereTheWaitIsNotTraced() {
    traces.received("s.inbox", List.of(SENT));
    assertThat(exported.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(linked(span)).containsExactly(SENT.spanId()));
  }

  @Test
  void whoTracesNothingPassesOnWhatCausedARecord() {
    ProcessSpan process =
        new Traces(OpenTelemetry.noop(), () -> NOW).process("s.inbox", AT, NOW, SENT);
    assertThat(process.isRecorded()).isFalse();
    assertThat(process.created("s.threads", "s.inbox-3-44-0")).isEqualTo(SENT);
  }

  private static Context at(Span span) {
    return Context.root().with(span);
  }

  private static List<String> linked(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(context -> context.getSpanId())
        .toList();
  }

  private static List<String> attributes(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .map(entry -> entry.getKey().getKey() + "=" + entry.getValue())
        .toList();
  }
}

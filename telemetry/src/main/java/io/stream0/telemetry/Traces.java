package io.stream0.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a message's way over the topics, after OpenTelemetry's semantic conventions for
 * messaging: {@code send} a record, {@code process} it, {@code create} another from it, {@code
 * receive} the message. Each is a child of what caused it and linked to it, so the way is one
 * trace.
 *
 * <p>A span is made only where what caused it is recorded. Otherwise nothing is made, and records
 * carry nothing: without tracing, none of this costs anything.
 *
 * <p>Spans tell of topics, positions and ids of events; never of keys, tokens or content.
 */
public final class Traces {
  /** Name of the header of HTTP, of W3C Trace Context. */
  public static final String HEADER = "traceparent";

  /**
   * A record that was appended longer ago is folded again, as when a store is made anew, or so late
   * that its trace is over: it is not told.
   */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  private static final AttributeKey<String> EVENT = AttributeKey.stringKey("messaging.message.id");

  private final Tracer tracer;
  private final InstantSource clock;

  public Traces(OpenTelemetry telemetry, InstantSource clock) {
    this.tracer = telemetry.getTracer("io.stream0");
    this.clock = clock;
  }

  /** Those of a process in which nothing is traced. */
  public static Traces none() {
    return new Traces(OpenTelemetry.noop(), InstantSource.system());
  }

  /** Where the calling thread is in a trace; null where that is not recorded. */
  public static @Nullable TraceParent current() {
    return parent(Span.current().getSpanContext());
  }

  /**
   * Begins to send a record, caused by what the calling thread is at.
   *
   * @param id {@code ce_id} of its event
   */
  public SendSpan send(String topic, String id) {
    if (!Span.current().getSpanContext().isSampled()) {
      return SendSpan.NONE;
    }
    return new SendSpan(span("send", topic, SpanKind.PRODUCER).setAttribute(EVENT, id).startSpan());
  }

  /**
   * Begins to process a record.
   *
   * @param appended when Kafka appended it
   * @param cause what the record says it was caused by
   */
  public ProcessSpan process(
      String topic, RecordPosition at, Instant appended, @Nullable TraceParent cause) {
    if (cause == null || appended.plus(RECENT).isBefore(clock.instant())) {
      return ProcessSpan.NONE;
    }
    SpanContext sent = context(cause);
    Span span =
        at(span("process", topic, SpanKind.CONSUMER), at)
            .setParent(Context.root().with(Span.wrap(sent)))
            .addLink(sent)
            .startSpan();
    return new ProcessSpan(span, this);
  }

  /**
   * A record was created, to be sent.
   *
   * @param id {@code ce_id} of its event
   * @return what caused it, for the record to carry; null where that is not recorded
   */
  @Nullable TraceParent created(Span cause, String topic, String id) {
    Span span =
        span("create", topic, SpanKind.PRODUCER)
            .setAttribute(EVENT, id)
            .setParent(Context.root().with(cause))
            .startSpan();
    span.end();
    return parent(span.getSpanContext());
  }

  /**
   * Whoever the calling thread answers receives messages that came while they waited. Told in the
   * trace of each message, since the one who waits is seldom traced, with a link to the wait; and a
   * wait that is traced is linked to the messages.
   *
   * @param topic that the messages were sent to
   * @param sent what sent each
   */
  public void received(String topic, List<TraceParent> sent) {
    for (TraceParent cause : sent) {
      SpanContext message = context(cause);
      SpanBuilder span =
          span("receive", topic, SpanKind.CLIENT)
              .setParent(Context.root().with(Span.wrap(message)))
              .addLink(message);
      Span waiting = Span.current();
      if (waiting.getSpanContext().isSampled()) {
        span.addLink(waiting.getSpanContext());
        waiting.addLink(message);
      }
      span.startSpan().end();
    }
  }

  private SpanBuilder span(String operation, String topic, SpanKind kind) {
    return tracer
        .spanBuilder(operation + " " + topic)
        .setSpanKind(kind)
        .setAttribute(SYSTEM, "kafka")
        .setAttribute(OPERATION, operation)
        .setAttribute(OPERATION_TYPE, operation)
        .setAttribute(DESTINATION, topic);
  }

  private static SpanBuilder at(SpanBuilder span, RecordPosition at) {
    return span.setAttribute(PARTITION, Integer.toString(at.partition()))
        .setAttribute(OFFSET, at.offset());
  }

  static void at(Span span, RecordPosition at) {
    span.setAttribute(PARTITION, Integer.toString(at.partition()));
    span.setAttribute(OFFSET, at.offset());
  }

  private static SpanContext context(TraceParent cause) {
    return SpanContext.createFromRemoteParent(
        cause.traceId(),
        cause.spanId(),
        TraceFlags.fromHex(cause.flags(), 0),
        TraceState.getDefault());
  }

  static @Nullable TraceParent parent(SpanContext context) {
    return context.isSampled()
        ? new TraceParent(
            "00-%s-%s-%s"
                .formatted(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()))
        : null;
  }
}

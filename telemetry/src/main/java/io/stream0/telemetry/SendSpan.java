package io.stream0.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TraceParent;
import org.jspecify.annotations.Nullable;

/** A record on its way to a topic, until Kafka has acknowledged it. To be ended, either way. */
public final class SendSpan {
  static final SendSpan NONE = new SendSpan(Span.getInvalid());

  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Span span;

  SendSpan(Span span) {
    this.span = span;
  }

  /** What the record is caused by, for it to carry; null where that is not recorded. */
  public @Nullable TraceParent context() {
    return Traces.parent(span.getSpanContext());
  }

  /** Kafka has it. */
  public void acknowledged(RecordPosition at) {
    Traces.at(span, at);
    span.end();
  }

  /** Whether Kafka has it is not known. Of the failure only its kind is told. */
  public void failed(Throwable failure) {
    span.setAttribute(ERROR, failure.getClass().getName());
    span.setStatus(StatusCode.ERROR);
    span.end();
  }
}

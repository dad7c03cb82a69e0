package io.stream0.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.stream0.protocol.id.TraceParent;
import org.jspecify.annotations.Nullable;

/** A record being folded. To be ended. */
public final class ProcessSpan {
  public static final ProcessSpan NONE = new ProcessSpan(Span.getInvalid(), Traces.none());

  private static final AttributeKey<Boolean> REPLAY = AttributeKey.booleanKey("stream0.replay");

  private final Span span;
  private final Traces traces;

  ProcessSpan(Span span, Traces traces) {
    this.span = span;
    this.traces = traces;
  }

  /** Whether anyone will see it. */
  public boolean isRecorded() {
    return span.isRecording();
  }

  /** The record was folded before, and is again, as after a crash. */
  public void isReplay() {
    span.setAttribute(REPLAY, true);
  }

  /**
   * A record derives from the one at hand.
   *
   * @param id {@code ce_id} of its event
   * @return what it is caused by, for it to carry; null where that is not recorded
   */
  public @Nullable TraceParent created(String topic, String id) {
    return span.getSpanContext().isValid() ? traces.created(span, topic, id) : null;
  }

  public void end() {
    span.end();
  }
}

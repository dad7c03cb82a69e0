package io.stream0.protocol.id;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a trace something was caused: a {@code traceparent} of W3C Trace Context, version 00. An
 * event has it as CloudEvents' Distributed Tracing extension, so a Kafka record has it in the
 * header {@code ce_traceparent}. It is there for operators; nothing is decided by it.
 */
public record TraceParent(String value) {
  private static final Pattern VALID =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;

  public TraceParent {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException(
          "traceparent", value, "version 00 of W3C Trace Context's, in lower case");
    }
  }

  /** Of what a record says, whoever wrote it; null where that is none. */
  public static @Nullable TraceParent ofOrNull(@Nullable Object said) {
    return said instanceof String text && VALID.matcher(text).matches()
        ? new TraceParent(text)
        : null;
  }

  /** 32 digits. */
  public String traceId() {
    return value.substring(TRACE_AT, SPAN_AT - 1);
  }

  /** 16 digits. */
  public String spanId() {
    return value.substring(SPAN_AT, FLAGS_AT - 1);
  }

  /** Two digits; the last bit says whether the trace is recorded. */
  public String flags() {
    return value.substring(FLAGS_AT);
  }

  @Override
  public String toString() {
    return value;
  }
}

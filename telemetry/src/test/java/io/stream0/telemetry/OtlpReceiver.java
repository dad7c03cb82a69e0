package io.stream0.telemetry;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector that takes OTLP over HTTP, in protobuf, and keeps what it was sent. */
public final class OtlpReceiver implements AutoCloseable {
  private static final int OK = 200;

  private final HttpServer server;
  private final List<Sent> spans = new CopyOnWriteArrayList<>();
  private final Set<String> metrics = new ConcurrentSkipListSet<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * A span as it was sent.
   *
   * @param service {@code service.name} of who sent it
   * @param links what it is linked to, each {@code trace-span}
   */
  public record Sent(
      String service,
      String name,
      Span.SpanKind kind,
      String trace,
      String id,
      String parent,
      List<String> links,
      Map<String, String> attributes) {
    /** It as a link to it says. */
    public String self() {
      return trace + "-" + id;
    }
  }

  public OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", exchange -> take(exchange, this::traces));
    server.createContext("/v1/metrics", exchange -> take(exchange, this::metrics));
    server.start();
  }

  private interface Taker {
    void take(byte[] body) throws IOException;
  }

  private void take(HttpExchange exchange, Taker taker) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    synchronized (bytes) {
      bytes.write(body);
    }
    taker.take(body);
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(OK, -1);
    exchange.close();
  }

  private void traces(byte[] body) throws IOException {
    for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      String service =
          attributes(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
      resource.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .map(span -> sent(service, span))
          .forEach(spans::add);
    }
  }

  private static Sent sent(String service, Span span) {
    return new Sent(
        service,
        span.getName(),
        span.getKind(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getLinksList().stream()
            .map(link -> hex(link.getTraceId()) + "-" + hex(link.getSpanId()))
            .toList(),
        attributes(span.getAttributesList()));
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute ->
                    switch (attribute.getValue().getValueCase()) {
                      case STRING_VALUE -> attribute.getValue().getStringValue();
                      case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
                      case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
                      default -> attribute.getValue().toString();
                    }));
  }

  private void metrics(byte[] body) throws IOException {
    ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .map(Metric::getName)
        .forEach(metrics::add);
  }

  /** The settings of a service that is to send its traces here at once, and its meters. */
  public Map<String, String> settings() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "management.opentelemetry.tracing.export.otlp.endpoint",
        url + "/v1/traces",
        "management.opentelemetry.tracing.export.schedule-delay",
        "50ms",
        "management.otlp.metrics.export.url",
        url + "/v1/metrics",
        "management.otlp.metrics.export.step",
        "1s");
  }

  /** All spans of a trace that have come by now. */
  public List<Sent> trace(String id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  /** All spans that have come by now. */
  public List<Sent> spans() {
    return List.copyOf(spans);
  }

  /** The names of all meters that have come by now. */
  public Set<String> metrics() {
    return Set.copyOf(metrics);
  }

  /** Every byte that has come by now. */
  public byte[] bytes() {
    synchronized (bytes) {
      return bytes.toByteArray();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

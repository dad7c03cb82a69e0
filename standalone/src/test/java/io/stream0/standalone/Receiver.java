package io.stream0.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook's endpoint that keeps all it is told. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Told> told = new CopyOnWriteArrayList<>();

  /** One request; names of headers in lower case. */
  record Told(String path, Map<String, List<String>> headers, String body) {
    String id() {
      return headers.getOrDefault("webhook-id", List.of("")).getFirst();
    }

    String text(String member) {
      return json().path(member).stringValue("");
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  interface Answering {
    /** What to answer to the request of that number, 1 for the first. */
    int status(Told told, int number) throws InterruptedException;
  }

  Receiver(Answering answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, answering));
    server.start();
  }

  private void answer(HttpExchange exchange, Answering answering) throws IOException {
    Told one =
        new Told(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int number;
    synchronized (told) {
      told.add(one);
      number = told.size();
    }
    try (exchange) {
      exchange.sendResponseHeaders(answering.status(one, number), -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All so far, in the order they came. */
  List<Told> told() {
    return List.copyOf(told);
  }

  List<Told> told(String path) {
    return told.stream().filter(one -> one.path().equals(path)).toList();
  }

  String url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

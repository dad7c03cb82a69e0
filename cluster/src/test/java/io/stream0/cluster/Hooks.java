package io.stream0.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint that keeps what it is told of: each message, by which {@code webhook-id}. */
final class Hooks implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"([^\"]+)\"");
  private static final int NO_CONTENT = 204;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<String>> told = new ConcurrentHashMap<>();
  private volatile CountDownLatch held = new CountDownLatch(0);

  Hooks() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Matcher message = MESSAGE.matcher(body);
      String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
      told.computeIfAbsent(
              message.find() ? message.group(1) : "a test", m -> new CopyOnWriteArrayList<>())
          .add(id);
      held.await();
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What comes from now on is answered no sooner than {@link #release}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The ids of all that came of a message, one for each time. */
  List<String> told(String message) {
    return told.getOrDefault(message, List.of());
  }

  /** The messages that came. */
  Set<String> messages() {
    return Set.copyOf(told.keySet());
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.close();
  }
}

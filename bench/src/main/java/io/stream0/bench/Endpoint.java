package io.stream0.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A webhook's endpoint in this process, which knows when it was told of which message. */
final class Endpoint implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"([^\"]+)\"");
  private static final int FAULT = 500;
  private static final int NO_CONTENT = 204;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** By message, {@link System#nanoTime} of when it was first told. */
  final ConcurrentMap<String, Long> told = new ConcurrentHashMap<>();

  /** What it is like. */
  enum Manner {
    WELL,
    /** Not before {@link #open}. */
    WELL_LATER,
    FAILS,
    NEVER_ANSWERS
  }

  Endpoint(Manner manner) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, manner));
    server.start();
  }

  private void answer(HttpExchange exchange, Manner manner) throws IOException {
    long here = System.nanoTime();
    Matcher message =
        MESSAGE.matcher(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (message.find()) {
      told.putIfAbsent(message.group(1), here);
    }
    try (exchange) {
      switch (manner) {
        case WELL -> exchange.sendResponseHeaders(NO_CONTENT, -1);
        case WELL_LATER -> {
          opened.await();
          exchange.sendResponseHeaders(NO_CONTENT, -1);
        }
        case FAILS -> exchange.sendResponseHeaders(FAULT, -1);
        case NEVER_ANSWERS -> over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void open() {
    opened.countDown();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.stream0.webhook.attempt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A webhook's endpoint on loopback that keeps what it is told. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  /** One request. */
  @SuppressWarnings("ArrayRecordComponent") // compared by the tests alone
  record Told(String method, String path, Map<String, List<String>> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  Receiver(Answering answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          told.add(
              new Told(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  Map.copyOf(exchange.getRequestHeaders()),
                  exchange.getRequestBody().readAllBytes()));
          try (exchange) {
            answering.answer(exchange);
          }
        });
    server.start();
  }

  static Receiver answering(int status) throws IOException {
    return new Receiver(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI url(String host) {
    return URI.create("http://" + host + ":" + port() + "/hook?x=1");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

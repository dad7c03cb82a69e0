package io.stream0.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a webhook leads. */
record Endpoint(HttpServer server, AtomicInteger status) implements AutoCloseable {
  static Endpoint answering(int status) throws IOException {
    AtomicInteger answer = new AtomicInteger(status);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    server.start();
    return new Endpoint(server, answer);
  }

  String url() {
    return "http://127.0.0.1:%d/hooks".formatted(server.getAddress().getPort());
  }

  void answer(int with) {
    status.set(with);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.stream0.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where a webhook leads: HTTP on loopback, in this process. Each request has a virtual thread of
 * its own, so that one which is not answered holds up no other.
 */
public final class Endpoint implements AutoCloseable {
  /** In place of a status: the connection is closed, and nothing was answered. */
  public static final int HANG_UP = 0;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * What it was told.
   *
   * @param headers the first of each name, in lower case
   */
  public record Told(String path, Map<String, String> headers, String body) {
    public Told {
      headers = Map.copyOf(headers);
    }

    /** Empty if it was not there. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What it is like. */
  public interface Answering {
    /**
     * Who does not answer yet waits here; {@link #close} interrupts that.
     *
     * @return the status to answer, or {@link #HANG_UP}
     */
    int status(Told told) throws InterruptedException;
  }

  public Endpoint(Answering answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, answering));
    server.start();
  }

  private static void answer(HttpExchange exchange, Answering answering) throws IOException {
    try (exchange) {
      int status = answering.status(told(exchange));
      if (status != HANG_UP) {
        exchange.sendResponseHeaders(status, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Told told(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Told(
        exchange.getRequestURI().getPath(),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  /** Ends with a slash. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

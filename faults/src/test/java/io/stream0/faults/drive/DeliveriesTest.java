package io.stream0.faults.drive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stream0.protocol.id.AgentId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a run is awaited, page by page, and what keeps it from coming is told. */
class DeliveriesTest {
  private static final List<AgentId> AGENTS = List.of(new AgentId("a"));
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String NONE = "{\"deliveries\":[]}";
  private static final String ONE = "{\"deliveries\":[{\"id\":\"wdel-1\"}]}";

  /** What is answered to each path and query, one after the other; the last one stays. */
  private final ConcurrentMap<String, Queue<String>> answers = new ConcurrentHashMap<>();

  private HttpServer server;
  private Servers servers;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Server only =
        new Server("only", URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    servers =
        new Servers() {
          @Override
          public Server next() {
            return only;
          }

          @Override
          public @Nullable Server other(Server than) {
            return null;
          }
        };
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Queue<String> of = answers.get(exchange.getRequestURI().toString());
      String answer = of == null ? "" : of.size() > 1 ? of.remove() : of.element();
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.startsWith("{") ? 200 : 503, Math.max(1, body.length));
      exchange.getResponseBody().write(body.length == 0 ? new byte[1] : body);
    }
  }

  private void answered(String query, String... one) {
    answers.put("/agents/a/deliveries?" + query, new ArrayDeque<>(List.of(one)));
  }

  @Test
  void itReturnsWhenNothingIsLeft() throws Exception {
    answered("status=pending&limit=10", "busy", ONE, NONE);
    answered("status=failed&limit=10", ONE, NONE);

    Deliveries.awaitNone(servers, AGENTS, LONG);

    // Each was asked until nothing was left.
    assertThat(answers.values()).allMatch(left -> left.size() == 1);
  }

  @Test
  void whatIsLeftOnALaterPageCounts() {
    answered("status=pending&limit=10", "{\"deliveries\":[],\"next_cursor\":\"wdel-5\"}");
    answered("status=pending&limit=10&cursor=wdel-5", ONE);
    answered("status=failed&limit=10", NONE);

    assertThatIllegalStateException()
        .isThrownBy(() -> Deliveries.awaitNone(servers, AGENTS, Duration.ofMillis(1)))
        .withMessageContaining("wdel-1");
  }

  @Test
  void whatIsNotKnownIsNotNothing() {
    answered("status=pending&limit=10", "busy");
    answered("status=failed&limit=10", NONE);

    assertThatIllegalStateException()
        .isThrownBy(() -> Deliveries.awaitNone(servers, AGENTS, Duration.ofMillis(1)))
        .withMessageContaining("503 busy");
  }
}

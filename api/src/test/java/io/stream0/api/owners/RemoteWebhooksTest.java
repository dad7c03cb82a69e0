package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.protocol.wire.Log;
import io.stream0.protocol.wire.WebhookAnswer;
import io.stream0.protocol.wire.WebhookCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that answers, but not what it was asked: a test may have gone out by then. */
@Timeout(60)
class RemoteWebhooksTest {
  private static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("reviewer"));
  private static final Incarnation FIRST = new Incarnation(1);
  private static final int PARTITIONS = 2;
  private static final byte[] NO_ANSWER = "hello".getBytes(UTF_8);
  private static final byte[] OF_ANOTHER =
      WebhookCodec.encode(new WebhookAnswer.Owned(Optional.empty())).bytes();

  private volatile byte[] answer = NO_ANSWER;

  @SuppressWarnings("NullAway.Init") // before each test
  private HttpServer worker;

  @SuppressWarnings("NullAway.Init")
  private HolderLink link;

  @SuppressWarnings("NullAway.Init")
  private Webhooks webhooks;

  @BeforeEach
  void begin() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.createContext(
        InternalCalls.ASK,
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    worker.start();
    String address = "127.0.0.1:" + worker.getAddress().getPort();
    link = Installations.link(address);
    Holders workers = Installations.holders(Holder.WEBHOOK_WORKER, address);
    workers
        .owners()
        .says(link, Installations.holdings(Map.of(Log.DELIVERIES, Map.of(0, 5L, 1, 5L))));
    webhooks = new RemoteWebhooks(workers, PARTITIONS);
  }

  @AfterEach
  void end() {
    link.close();
    worker.stop(0);
  }

  private Webhooks.Tested test() {
    return webhooks.test(
        new Webhooks.Test(AGENT, FIRST, URI.create("https://example.com/hook"), 0), deadline());
  }

  private Webhooks.Page list() {
    return webhooks.list(
        new Webhooks.Listing(AGENT, FIRST, Webhooks.Status.ALL, null, 10), deadline());
  }

  private static Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  @Test
  void ofATestItIsSaidThatItMayHaveBeenSent() {
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(this::test)
        .withMessage("a webhook worker answered what is no answer here");
    answer = OF_ANOTHER;
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(this::test)
        .withMessageStartingWith("a webhook worker answered what was not asked");
  }

  @Test
  void aListMayBeAskedForAgain() {
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(this::list)
        .isExactlyInstanceOf(UnansweredException.class)
        .withMessage("a webhook worker answered what is no answer here");
    answer = OF_ANOTHER;
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(this::list)
        .isExactlyInstanceOf(UnansweredException.class)
        .withMessageStartingWith("a webhook worker answered what was not asked");
  }
}

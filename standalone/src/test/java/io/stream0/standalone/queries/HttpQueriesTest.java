package io.stream0.standalone.queries;

import static io.stream0.standalone.queries.Doors.INSTALLATION;
import static io.stream0.standalone.queries.Doors.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.wire.AskCodec;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.standalone.queries.Doors.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The query port between two services, over real HTTP: one asks, two can hold the partition. */
class HttpQueriesTest extends QueriesConformance {
  private static final int WAITING = 500;

  private static final Folding two = new Folding(log);
  private static final Doors doors = new Doors();

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Door first;

  @SuppressWarnings("NullAway.Init")
  private static Door second;

  @SuppressWarnings("NullAway.Init")
  private static Queries queries;

  @BeforeAll
  static void begin() {
    first = doors.open(one);
    second = doors.open(two);
    // The first tells of the second.
    queries = doors.asker(first.address());
  }

  @AfterAll
  static void end() {
    doors.close();
  }

  @Override
  Queries queries() {
    return queries;
  }

  @Override
  Folding successor() {
    return two;
  }

  @Test
  void manyWaitsShareFewConnections() throws Exception {
    List<CompletableFuture<InboxReading>> answers = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      answers.add(asking(() -> read(1, LONG)));
    }
    awaitWaiting(one, WAITING);
    assertThat(first.connections()).isBetween(1L, 8L);
    sent(1, "1", null);
    one.fold();
    for (CompletableFuture<InboxReading> answer : answers) {
      assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
    }
  }

  /** Cut off from the cluster, it does not know yet that another has taken over. */
  @Test
  void aWaitAtAnOwnerThatIsCutOffGoesOnAtItsSuccessor() throws Exception {
    CompletableFuture<InboxReading> answer = asking(() -> read(1, LONG));
    awaitWaiting(one, 1);
    one.inReach = false;
    two.hold(folder);
    awaitWaiting(two, 1);
    sent(1, "1", null);
    two.fold();
    assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
  }

  @Test
  void anotherSecretIsRefusedAtStart() {
    assertThatThrownBy(() -> doors.askerOf(SECRET + "!", INSTALLATION, first.address()))
        .rootCause()
        .hasMessageContaining(first.address())
        .hasMessageContaining("stream0.secret");
  }

  @Test
  void anotherInstallationIsRefusedAtStart() {
    assertThatThrownBy(() -> doors.askerOf(SECRET, "installation-2", first.address()))
        .rootCause()
        .hasMessageContaining(first.address() + " is of installation " + INSTALLATION)
        .hasMessageContaining("spring.kafka.bootstrap-servers");
  }

  /** Whoever had the address when it was last told what it holds. */
  @Test
  void anAskOfAnotherInstallationIsMisdirected() throws Exception {
    String bearer = new InternalCalls(new Secret(SECRET)).bearer();
    HttpResponse<String> answer = post(bearer, "installation-2", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(InternalCalls.MISDIRECTED);
    assertThat(answer.body()).contains(INSTALLATION, "installation-2");
  }

  @Test
  void anAddressThatIsNoProcessorIsRefusedAtStart() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      String address = "127.0.0.1:" + other.getAddress().getPort();
      assertThatThrownBy(() -> doors.asker(address))
          .rootCause()
          .hasMessageContaining(address + " answered 404")
          .hasMessageContaining("a processor");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aFaultOnTheWayIsWaitedOut() throws Exception {
    try (FaultyRelay relay = new FaultyRelay(first.address(), 5);
        Doors others = new Doors()) {
      Queries through = others.asker(relay.address());
      sent(1, "1", null);
      one.fold();
      Patience patience = Patience.none(Deadline.in(LONG));
      assertThat(page(through.ask(query(1), Freshness.current(-1), patience)).count()).isEqualTo(1);
      assertThat(relay.faults()).isEqualTo(5);
    }
  }

  @Test
  void whatIsMalformedIsRefused() throws Exception {
    String bearer = new InternalCalls(new Secret(SECRET)).bearer();
    assertThat(post("Bearer other", INSTALLATION, new byte[0]).statusCode()).isEqualTo(401);
    HttpResponse<String> nonsense = post(bearer, INSTALLATION, "{\"id\":\"a\"}".getBytes(UTF_8));
    assertThat(nonsense.statusCode()).isEqualTo(400);
    assertThat(nonsense.body()).contains("query: missing");
    assertThat(post(bearer, INSTALLATION, new byte[AskCodec.MAX_BYTES + 1]).statusCode())
        .isEqualTo(400);
    assertThat(one.changes.size()).isZero();
  }

  /** The window of a stream is far smaller: it has to move while the ask is read. */
  @Test
  void theLargestAskIsReadWholeOverHttp2() throws Exception {
    String bearer = new InternalCalls(new Secret(SECRET)).bearer();
    byte[] largest = ("{\"id\":\"" + "a".repeat(AskCodec.MAX_BYTES - 9) + "\"}").getBytes(UTF_8);
    assertThat(largest).hasSize(AskCodec.MAX_BYTES);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      // The first is upgraded, and goes as HTTP/1.1 itself.
      http.send(ask(bearer, INSTALLATION, new byte[0]), BodyHandlers.discarding());
      HttpResponse<String> read =
          http.send(ask(bearer, INSTALLATION, largest), BodyHandlers.ofString());
      assertThat(read.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(read.body()).contains("query: missing");
      HttpResponse<String> refused =
          http.send(
              ask(bearer, INSTALLATION, Arrays.copyOf(largest, largest.length + 1)),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("more than " + AskCodec.MAX_BYTES);
    }
  }

  private HttpResponse<String> post(String bearer, String installation, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(ask(bearer, installation, body), BodyHandlers.ofString());
    }
  }

  private static HttpRequest ask(String bearer, String installation, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://" + first.address() + InternalCalls.ASK))
        .header(InternalCalls.AUTHORIZATION, bearer)
        .header(InternalCalls.INSTALLATION, installation)
        .timeout(LONG)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  @Test
  void theFirstTellsOfTheSecond() {
    Awaitility.await().until(() -> second.connections() > 0);
  }
}

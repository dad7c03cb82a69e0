package io.stream0.standalone.queries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stream0.api.owners.OwnersConfiguration;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.Installation;
import io.stream0.processor.answering.AnsweringConfiguration;
import io.stream0.processor.answering.GroupMembers;
import io.stream0.processor.query.LocalQueries;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.AskCodec;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.streams.progress.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProtocol;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The query port between two services, over real HTTP: one asks, two can hold the partition. */
class HttpQueriesTest extends QueriesConformance {
  private static final String SECRET = "a-secret-of-thirty-two-characters-or-more";
  private static final String INSTALLATION = "installation-1";
  private static final int WAITING = 500;

  private static final Folding two = new Folding(log);
  private static final List<ConfigurableApplicationContext> started = new ArrayList<>();
  private static final List<ServletWebServerApplicationContext> doors = new ArrayList<>();
  private static final List<String> addresses = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Queries queries;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(AnsweringConfiguration.class)
  static class Door {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(OwnersConfiguration.class)
  static class Asker {}

  @BeforeAll
  static void begin() {
    door(one);
    door(two);
    // The first tells of the second.
    queries = asker(SECRET, addresses.getFirst()).getBean(Queries.class);
  }

  private static void door(Folding folding) {
    int port = freePort();
    addresses.add("127.0.0.1:" + port);
    ConfigurableApplicationContext context =
        start(
            new SpringApplicationBuilder(Door.class)
                .initializers(
                    beans -> {
                      var registry = (GenericApplicationContext) beans;
                      registry.registerBean(TopicSettings.class, () -> Log.TOPICS);
                      registry.registerBean(Secret.class, () -> new Secret(SECRET));
                      registry.registerBean(Installation.class, () -> () -> INSTALLATION);
                      registry.registerBean(EndOffsets.class, folding::ends);
                      registry.registerBean(Progress.class, () -> folding.progress);
                      registry.registerBean(LocalQueries.class, () -> folding.queries);
                      registry.registerBean(GroupMembers.class, () -> () -> Set.copyOf(addresses));
                    }),
            "stream0-processor-service",
            "--stream0.processor.server.port=" + port);
    doors.add((ServletWebServerApplicationContext) context);
  }

  private static ConfigurableApplicationContext asker(String secret, String address) {
    return asker(secret, INSTALLATION, address);
  }

  private static ConfigurableApplicationContext asker(
      String secret, String installation, String address) {
    return start(
        new SpringApplicationBuilder(Asker.class)
            .web(WebApplicationType.NONE)
            .initializers(
                beans -> {
                  var registry = (GenericApplicationContext) beans;
                  registry.registerBean(TopicSettings.class, () -> Log.TOPICS);
                  registry.registerBean(Secret.class, () -> new Secret(secret));
                  registry.registerBean(Installation.class, () -> () -> installation);
                }),
        "stream0-api-service",
        "--stream0.processors=" + address);
  }

  private static ConfigurableApplicationContext start(
      SpringApplicationBuilder application, String defaults, String setting) {
    ConfigurableApplicationContext context =
        application.properties("spring.config.name=" + defaults).run(setting);
    started.add(context);
    return context;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void end() {
    started.reversed().forEach(ConfigurableApplicationContext::close);
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
    assertThat(connections(0)).isBetween(1L, 8L);
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
    assertThatThrownBy(() -> asker(SECRET + "!", addresses.getFirst()))
        .rootCause()
        .hasMessageContaining(addresses.getFirst())
        .hasMessageContaining("stream0.secret");
  }

  @Test
  void anotherInstallationIsRefusedAtStart() {
    assertThatThrownBy(() -> asker(SECRET, "installation-2", addresses.getFirst()))
        .rootCause()
        .hasMessageContaining(addresses.getFirst() + " is of installation " + INSTALLATION)
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
      assertThatThrownBy(() -> asker(SECRET, address))
          .rootCause()
          .hasMessageContaining(address + " answered 404")
          .hasMessageContaining("a processor");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aFaultOnTheWayIsWaitedOut() throws Exception {
    try (FaultyRelay relay = new FaultyRelay(addresses.getFirst(), 5);
        ConfigurableApplicationContext context = asker(SECRET, relay.address())) {
      Queries through = context.getBean(Queries.class);
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

  private HttpResponse<String> post(String bearer, String installation, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://" + addresses.getFirst() + InternalCalls.ASK))
              .header(InternalCalls.AUTHORIZATION, bearer)
              .header(InternalCalls.INSTALLATION, installation)
              .POST(BodyPublishers.ofByteArray(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void theFirstTellsOfTheSecond() {
    Awaitility.await().until(() -> connections(1) > 0);
  }

  private long connections(int door) {
    TomcatWebServer server =
        Objects.requireNonNull((TomcatWebServer) doors.get(door).getWebServer());
    return ((AbstractProtocol<?>) server.getTomcat().getConnector().getProtocolHandler())
        .getConnectionCount();
  }
}

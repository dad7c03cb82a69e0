package io.stream0.standalone.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Webhooks;
import io.stream0.standalone.queries.Doors.Door;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The query port over TLS, each side asking for the other's certificate. */
class TlsQueriesTest extends QueriesConformance {
  private static final String HERE = "ip:127.0.0.1";
  private static final int WAITING = 100;

  private static final Folding two = new Folding(log);
  private static final Doors doors = new Doors();

  @TempDir static Path certificateFolder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Certificates certificates;

  @SuppressWarnings("NullAway.Init")
  private static Door first;

  @SuppressWarnings("NullAway.Init")
  private static Queries queries;

  @BeforeAll
  static void begin() throws Exception {
    certificates = new Certificates(certificateFolder);
    certificates.create("processor", HERE);
    certificates.create("api", HERE);
    certificates.create("stranger", HERE);
    certificates.create("elsewhere", "dns:processor.example.com");
    first = doors.open(one, door("processor", "--server.ssl.client-auth=need"));
    doors.open(two, door("processor", "--server.ssl.client-auth=need"));
    queries = doors.asker(first.address(), asker("api", "processor"));
  }

  @AfterAll
  static void end() {
    doors.close();
  }

  /** A processor that shows one certificate and trusts the api's. */
  private static String[] door(String shown, String... more) throws Exception {
    return concat(
        certificates.bundle("door", shown, "api"), concat(more, "--server.ssl.bundle=door"));
  }

  /** An api that shows one certificate, or none, and trusts another. */
  private static String[] asker(String shown, String trusted, String... more) throws Exception {
    return concat(
        certificates.bundle("asker", shown, trusted),
        concat(more, "--stream0.processors-ssl-bundle=asker"));
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
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

  private static AbstractThrowableAssert<?, ?> refused(String address, String... settings) {
    return assertThatThrownBy(() -> doors.asker(address, settings))
        .rootCause()
        .hasMessageContaining("stream0.processors: " + address);
  }

  @Test
  void aClientWithAnUnknownCertificateIsRefused() throws Exception {
    refused(first.address(), asker("stranger", "processor")).hasMessageContaining("TLS");
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    refused(first.address(), asker("", "processor"))
        .hasMessageContaining("TLS")
        .hasMessageContaining("server.ssl.client-auth");
  }

  @Test
  void aServerWithAnUnknownCertificateIsRefused() throws Exception {
    refused(first.address(), asker("api", "stranger"))
        .hasMessageContaining("TLS")
        .hasMessageContaining("PKIX path building failed");
  }

  @Test
  void aServerWithACertificateForAnotherHostIsRefused() throws Exception {
    try (Doors others = new Doors()) {
      Door elsewhere = others.open(one, door("elsewhere"));
      refused(elsewhere.address(), asker("api", "elsewhere"))
          .hasMessageContaining("TLS")
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aVersionOfTlsThatTheBundleDoesNotAllowIsRefused() throws Exception {
    try (Doors others = new Doors()) {
      Door newest =
          others.open(
              one,
              door("processor", "--spring.ssl.bundle.jks.door.options.enabled-protocols=TLSv1.3"));
      refused(
              newest.address(),
              asker(
                  "api",
                  "processor",
                  "--spring.ssl.bundle.jks.asker.options.enabled-protocols=TLSv1.2"))
          .hasMessageContaining("TLS");
    }
  }

  @Test
  void whereNoCertificateIsAskedForNoneIsNeeded() throws Exception {
    try (Doors others = new Doors()) {
      Door open = others.open(one, door("processor"));
      Queries without = others.asker(open.address(), asker("", "processor"));
      sent(1, "1", null);
      one.fold();
      Patience patience = Patience.none(Deadline.in(LONG));
      assertThat(page(without.ask(query(1), Freshness.current(-1), patience)).count()).isOne();
    }
  }

  @Test
  void aWebhookWorkerIsReachedByABundleOfItsOwn() throws Exception {
    WebhookFolding worker = new WebhookFolding(new WebhookFolding.Logs());
    worker.hold();
    try (Doors others = new Doors()) {
      Door door = others.open(worker, door("processor", "--server.ssl.client-auth=need"));
      Webhooks webhooks =
          others.webhooksAt(
              door.address(),
              concat(
                  certificates.bundle("asker", "api", "processor"),
                  "--stream0.webhook-workers-ssl-bundle=asker"));
      DeliveryId unknown = DeliveryId.of(MessageId.of(new UUID(1, 1), AGENT));
      assertThat(webhooks.owner(AGENT.tenant(), unknown, Deadline.in(LONG))).isEmpty();
      assertThatThrownBy(() -> others.webhooksAt(door.address()))
          .rootCause()
          .hasMessageContaining("stream0.webhook-workers-ssl-bundle");
    }
  }

  @Test
  void clearTextToATlsPortIsToldWhichSettingItNeeds() {
    refused(first.address())
        .hasMessageContaining("answered 400")
        .hasMessageContaining("requires TLS")
        .hasMessageContaining("stream0.processors-ssl-bundle");
  }

  @Test
  void tlsToAClearTextPortIsToldSo() throws Exception {
    try (Doors others = new Doors()) {
      Door clear = others.open(one);
      refused(clear.address(), asker("api", "processor"))
          .hasMessageContaining("TLS")
          .hasMessageContaining("server.ssl.bundle");
    }
  }

  @Test
  void aBundleThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () -> doors.asker(first.address(), "--stream0.processors-ssl-bundle=missing"))
        .rootCause()
        .hasMessageContaining("missing");
  }
}

package io.stream0.webhook.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.stream0.egress.AllowedAddresses;
import io.stream0.egress.HostLookup;
import io.stream0.egress.WebhookUrls;
import io.stream0.webhook.attempt.Receiver.Told;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real HTTP on loopback. */
@Timeout(120)
class HttpWebhookClientTest {
  @TempDir Path folder;

  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final AllowedAddresses ALL = AllowedAddresses.of(true, List.of());

  private static Reply post(HostLookup lookup, AllowedAddresses allowed, Duration timeout, URI url)
      throws IOException {
    try (HttpWebhookClient client =
        new HttpWebhookClient(new GuardedResolver(lookup, allowed), timeout, 10, "9.9")) {
      return client.post(new Notification(url, "wdel-1", "{}".getBytes(UTF_8)), TIME, "v1,abc");
    }
  }

  private static Reply post(Duration timeout, URI url) throws IOException {
    return post(HostLookup.OF_THIS_MACHINE, ALL, timeout, url);
  }

  @Test
  void whatIsSentIsAStandardWebhook() throws Exception {
    try (Receiver receiver = Receiver.answering(204)) {
      Reply reply = post(LONG, receiver.url("127.0.0.1"));
      assertThat(reply).isEqualTo(new Reply.Answered(204, null));
      Told told = receiver.told.take();
      assertThat(told.method()).isEqualTo("POST");
      assertThat(told.path()).isEqualTo("/hook?x=1");
      assertThat(told.header("Webhook-id")).isEqualTo("wdel-1");
      assertThat(told.header("Webhook-timestamp")).isEqualTo("1700000000");
      assertThat(told.header("Webhook-signature")).isEqualTo("v1,abc");
      assertThat(told.header("User-agent")).isEqualTo("Stream0/9.9");
      assertThat(told.header("Content-type")).startsWith("application/json");
      assertThat(told.body()).isEqualTo("{}".getBytes(UTF_8));
    }
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
    try (Receiver receiver =
        new Receiver(
            exchange -> {
              exchange.getResponseHeaders().set("Location", "/elsewhere");
              exchange.sendResponseHeaders(307, -1);
            })) {
      Reply reply = post(LONG, receiver.url("127.0.0.1"));
      assertThat(reply).isEqualTo(new Reply.Answered(307, null));
      assertThat(((Reply.Answered) reply).isSuccess()).isFalse();
      assertThat(receiver.told).hasSize(1);
    }
  }

  @Test
  void anEndpointThatNeverAnswersIsGivenUpInTime() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Receiver receiver = new Receiver(exchange -> await(over))) {
      Reply reply = post(Duration.ofMillis(300), receiver.url("127.0.0.1"));
      assertThat(reply).isEqualTo(new Reply.Unanswered("timeout"));
    } finally {
      over.countDown();
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUpInTimeToo() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread trickling =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var socket = server.accept()) {
                      OutputStream out = socket.getOutputStream();
                      out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(UTF_8));
                      while (!over.await(20, TimeUnit.MILLISECONDS)) {
                        out.write('x');
                        out.flush();
                      }
                    } catch (IOException e) {
                      // The client has gone, as it should.
                      over.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      Reply reply =
          post(
              Duration.ofMillis(500),
              URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
      assertThat(reply).isEqualTo(new Reply.Unanswered("timeout"));
      over.countDown();
      trickling.join();
    }
  }

  @Test
  void aLongAnswerIsNotReadToItsEnd() throws Exception {
    try (Receiver receiver =
        new Receiver(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] block = new byte[1 << 16];
              try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1_000_000; i++) {
                  out.write(block);
                }
              }
            })) {
      assertThat(post(LONG, receiver.url("127.0.0.1"))).isEqualTo(new Reply.Answered(200, null));
    }
  }

  @Test
  void whyThereIsNoAnswerIsAWord() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(post(LONG, URI.create("http://127.0.0.1:" + free + "/")))
        .isEqualTo(new Reply.Unanswered("connection refused"));
    HostLookup nowhere =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(post(nowhere, ALL, LONG, URI.create("http://gone.example/")))
        .isEqualTo(new Reply.Unanswered("unknown host"));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTaken() throws Exception {
    Path keys = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String made = "-genkeypair -alias a -keyalg EC -dname CN=localhost -storepass changeit";
    List<String> command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(made.split(" ")));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", keys.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);

    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    try {
      URI https = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      assertThat(post(LONG, https)).isEqualTo(new Reply.Unanswered("tls"));
    } finally {
      server.stop(0);
    }
  }

  /** DNS rebinding: a name that was public when it was registered, and leads inside now. */
  @Test
  void aNameThatLeadsInsideByNowLeadsNowhere() throws Exception {
    try (Receiver receiver = Receiver.answering(204)) {
      AllowedAddresses publicOnly = AllowedAddresses.of(false, List.of());
      Queue<String> answers = new ArrayDeque<>(List.of("93.184.215.14", "127.0.0.1"));
      HostLookup rebinding = host -> new InetAddress[] {InetAddress.getByName(answers.element())};
      URI url = receiver.url("rebinding.example");
      assertThat(new WebhookUrls(publicOnly, rebinding).parse("webhook", url.toString()))
          .isEqualTo(url);

      answers.remove();
      assertThat(post(rebinding, publicOnly, LONG, url))
          .isEqualTo(new Reply.Unanswered("forbidden address"));
      assertThat(receiver.told).isEmpty();
      // What the guard keeps away is there: allowed, the same name leads to it.
      assertThat(post(rebinding, ALL, LONG, url)).isEqualTo(new Reply.Answered(204, null));
      assertThat(receiver.told).hasSize(1);
    }
  }

  @Test
  void anAddressInTheUrlIsGuardedLikeAName() throws Exception {
    try (Receiver receiver = Receiver.answering(204)) {
      AllowedAddresses publicOnly = AllowedAddresses.of(false, List.of());
      for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")) {
        assertThat(post(HostLookup.OF_THIS_MACHINE, publicOnly, LONG, receiver.url(host)))
            .as(host)
            .isEqualTo(new Reply.Unanswered("forbidden address"));
      }
      assertThat(receiver.told).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

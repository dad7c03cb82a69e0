package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.processor.progress.Changes;
import io.stream0.tail.Watching;
import io.stream0.telemetry.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** What Prometheus reads from the all-in-one, held against the table of docs/operations.md. */
@ExtendWith(RealBroker.class)
@Timeout(300)
class MetersIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String LARGE = '"' + "x".repeat(500_000) + '"';
  private static final String PREFIX = Server.freshPrefix();

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.start(
            PREFIX,
            state,
            "--stream0.webhooks.allow-private-addresses=true",
            "--stream0.webhooks.timeout=5m",
            "--stream0.events.waiting=1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyMeterOfTheTableIsThereAndMovesAndThereIsNoOther() throws Exception {
    Scrape before = scrape();
    Client client = server.freshTenant();
    // What it is told stays to be told, and is overdue, until the end.
    CountDownLatch end = new CountDownLatch(1);
    Watching watching = server.bean(Watching.class);
    try (Wire slow = Wire.to(server.url());
        Receiver hooks = new Receiver((told, number) -> answer(told, end))) {
      registerWithWebhook(client, "hanging-agent", hooks.url("/hanging"));
      registerWithWebhook(client, "gone-agent", hooks.url("/gone"));
      client.register("waiting-agent");
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(
              () -> client.inbox("waiting-agent", "?status=unread&timeout=30"));
      await().atMost(LONG).until(() -> server.bean(Changes.class).size() > 0);
      client.register("full-agent");
      slow.send(RawRequest.get("/events").bytes(Wire.host(server.url()), client.key()));
      await().until(() -> watching.open() > 0);
      Scrape meanwhile = scrape();
      while (watching.tooSlow() == 0) {
        // To one who reads nothing.
        client.send("full-agent", "full-thread", "writing-agent", "message", LARGE);
      }
      for (String agent : new String[] {"waiting-agent", "hanging-agent", "gone-agent"}) {
        Answer sent = client.send(agent, "secret-thread", "writing-agent", "message", "1");
        assertThat(client.ack(sent.text("message_id")).status()).isEqualTo(200);
      }
      assertThat(waiting.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      undecodable(PREFIX + "inbox");
      undecodable(PREFIX + "deliveries");

      // Every partition goes, and comes back.
      StreamsBuilderFactoryBean streams = server.bean(StreamsBuilderFactoryBean.class);
      streams.stop();
      Scrape without = scrape();
      streams.start();

      // Gauges are what they are when they are read: some have gone back by the end.
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> scrape().isAsDocumented(Scrape.Service.ALL_IN_ONE, before, meanwhile, without));
      assertThat(scrape().text())
          .doesNotContain("waiting-agent", "writing-agent", "secret-thread", "imsg-");
    } finally {
      end.countDown();
    }
  }

  private static int answer(Receiver.Told told, CountDownLatch end) throws InterruptedException {
    if (told.path().equals("/gone")) {
      return 410;
    }
    end.await();
    return 204;
  }

  private static void registerWithWebhook(Client client, String id, String webhook) {
    Answer registered =
        client.post("/agents", "{\"id\": \"%s\", \"webhook\": \"%s\"}".formatted(id, webhook));
    assertThat(registered.status()).as(registered.body()).isEqualTo(201);
  }

  private static void undecodable(String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RealBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, 0, "key".getBytes(UTF_8), "nonsense".getBytes(UTF_8)))
          .get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void readinessNamesItsParts() {
    // Not yet, where another test has just started its streams again.
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(Scrape.get(server.managementUrl() + "/actuator/health/readiness"))
                    .contains("\"processor\"", "\"directory\"", "\"status\":\"UP\""));
  }

  @Test
  void agentsDoNotGetToSeeWhatIsForOperators() {
    assertThat(server.client(0).get("/actuator/prometheus").status()).isEqualTo(404);
  }

  private static Scrape scrape() {
    return Scrape.of(server.managementUrl());
  }
}

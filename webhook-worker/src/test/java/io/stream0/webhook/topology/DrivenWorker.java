package io.stream0.webhook.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEventCodec;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.Webhooks.Listing;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.StreamsApplication;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.store.StoreRows;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.Traces;
import io.stream0.webhook.attempt.AttemptMeters;
import io.stream0.webhook.attempt.Attempts;
import io.stream0.webhook.attempt.Journal;
import io.stream0.webhook.attempt.Reply;
import io.stream0.webhook.delivery.DeliveryReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The worker's real topology on real RocksDB, without a broker; endpoints are a function. */
final class DrivenWorker implements AutoCloseable {
  static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, Duration.ofDays(30), 1024);
  static final TopicPartition INBOX = new TopicPartition(TOPICS.names().inbox(), 0);
  static final TopicPartition DELIVERIES = new TopicPartition(TOPICS.names().deliveries(), 0);
  static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  static final Incarnation FIRST = new Incarnation(1);
  static final URI HOOK = URI.create("http://hook.example/h");
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  final Progress progress = new Progress();
  final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> piped = new ConcurrentHashMap<>();
  volatile Instant now = START;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** Message ids, as they are told. */
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  final Semaphore answers = new Semaphore(Integer.MAX_VALUE / 2);
  volatile int status = 204;
  private boolean ended;

  /** What the worker recorded and the topic does not have yet. */
  final BlockingQueue<DeliveryEvent> recorded = new LinkedBlockingQueue<>();

  /** Kafka need not tell. */
  private static final RecordPosition UNKNOWN = new RecordPosition(0, -1);

  private final Journal journal =
      new Journal() {
        @Override
        public CompletableFuture<RecordPosition> append(DeliveryEvent event) {
          recorded.add(event);
          return CompletableFuture.completedFuture(UNKNOWN);
        }

        @Override
        public CompletableFuture<RecordPosition> append(WebhookSwitchOffRequested event) {
          agents.append(event, now);
          return CompletableFuture.completedFuture(UNKNOWN);
        }

        @Override
        public void flush() {}
      };

  final KnownAgents agents = new KnownAgents(TOPICS);

  final Attempts attempts;

  private final TopologyTestDriver driver;

  DrivenWorker(Path folder) {
    attempts =
        new Attempts(
            (notification, time, signature) -> {
              told.add(DeliveryId.of(messageOf(notification.body())).value());
              answers.acquireUninterruptibly();
              return new Reply.Answered(status, null);
            },
            new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more")),
            journal,
            new Attempts.Rules(
                List.of(Duration.ofSeconds(5)),
                Duration.ofDays(5),
                1,
                1,
                1_000_000,
                Duration.ofSeconds(3)),
            () -> now,
            new Random(1),
            new AttemptMeters(meters));
    Topology topology = new Topology();
    new WebhookTopology(
            TOPICS,
            new WebhookTopology.Parts(
                TOPICS.names(),
                TOPICS.retention(),
                progress,
                new DeadLetters(URI.create("/stream0/webhook-worker"), TOPICS.maxEntryBytes()),
                agents.directory,
                (partition, deadline) -> ends.getOrDefault(partition, 0L),
                attempts,
                new BacklogMeters(meters, agents.directory, () -> now),
                FoldMeters.none(),
                Traces.none(),
                () -> now,
                () -> true,
                new CountDownLatch(1)))
        .addTo(topology);
    Properties settings = new Properties();
    settings.putAll(
        StreamsSettings.of(
            Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1"),
            TOPICS,
            new StreamsApplication(
                "s.webhook-worker",
                folder,
                1,
                Duration.ofMillis(100),
                0,
                null,
                Duration.ofSeconds(6),
                null,
                8 << 20,
                8 << 20)));
    driver = new TopologyTestDriver(topology, settings, START);
    progress.positioned(INBOX, 0);
    progress.positioned(DELIVERIES, 0);
  }

  /** Its task ends; what is under way may go on. */
  void endTask() {
    if (!ended) {
      ended = true;
      driver.close();
    }
  }

  @Override
  public void close() {
    answers.release(1_000);
    endTask();
    attempts.close();
    agents.close();
  }

  private static MessageId messageOf(byte[] body) {
    String text = new String(body, UTF_8);
    int at = text.indexOf("imsg-");
    return new MessageId(text.substring(at, text.indexOf('"', at)));
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  void send(int number) {
    send(number, now);
  }

  void send(int number, Instant at) {
    pipe(
        INBOX,
        new InboxEventCodec(),
        new MessageSent(
            AGENT,
            FIRST,
            id(number),
            new ThreadId("t"),
            new Sender(new AgentId("sender"), null),
            MessageType.REQUEST,
            new RawJson(Integer.toString(number)),
            null),
        at);
  }

  <E> void pipe(TopicPartition to, EventCodec<E> codec, E event, Instant at) {
    EncodedEvent encoded = codec.encode("e", URI.create("/test"), at, event);
    driver
        .createInputTopic(to.topic(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(encoded.key(), encoded.value(), encoded.headers(), at));
    ends.merge(to, piped.merge(to, 1L, Long::sum), Math::max);
  }

  /** What the worker recorded comes back through the topic. */
  DeliveryEvent fold() throws InterruptedException {
    DeliveryEvent event = recorded.take();
    pipe(DELIVERIES, new DeliveryEventCodec(), event, now);
    return event;
  }

  static DeliveryAttempted attempted(int number, AttemptOutcome outcome) {
    return new DeliveryAttempted(
        AGENT,
        FIRST,
        DeliveryId.of(id(number)),
        1,
        0,
        1,
        START,
        Duration.ofMillis(1),
        Answer.status(204),
        outcome);
  }

  static MessageId id(int number) {
    return MessageId.of(new UUID(1, number), AGENT);
  }

  static String delivery(int number) {
    return DeliveryId.of(id(number)).value();
  }

  String listed(Status wanted) {
    return new String(
        new DeliveryReader(rows(), TOPICS.retention())
            .list(new Listing(AGENT, FIRST, wanted, null, 100), now)
            .deliveries(),
        UTF_8);
  }

  StoreRows rows() {
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(WebhookTopology.STORE);
    return new StoreRows(store);
  }

  double gauge(String name) {
    return meters.get("stream0.webhooks." + name).gauge().value();
  }

  /** Something comes that no codec reads. */
  void pipeNonsense(TopicPartition to) {
    driver
        .createInputTopic(to.topic(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput("key".getBytes(UTF_8), "nonsense".getBytes(UTF_8));
  }

  TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

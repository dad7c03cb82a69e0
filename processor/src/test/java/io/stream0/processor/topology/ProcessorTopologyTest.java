package io.stream0.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.InboxReader;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.thread.ThreadReader;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEventCodec;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Commits;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.stage.Stage;
import io.stream0.streams.store.StoreRows;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.Traces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The real topology on real RocksDB, without a broker. */
class ProcessorTopologyTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, Duration.ofDays(30), 1024);
  private static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  private static final Incarnation FIRST = new Incarnation(1);
  private static final ThreadKey THREAD = new ThreadKey(AGENT.tenant(), new ThreadId("t"));

  @TempDir Path folder;

  private final Progress progress = new Progress();
  private final DeadLetters deadLetters =
      new DeadLetters(URI.create("/stream0/processor"), TOPICS.maxEntryBytes());

  @SuppressWarnings("NullAway.Init") // before each test
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Topology topology = new Topology();
    new ProcessorTopology(
            TOPICS,
            new Stage.Shared(
                progress, deadLetters, TOPICS.retention(), FoldMeters.none(), Traces.none()),
            InboxFold::new,
            new Changes(),
            new StaleRuns())
        .addTo(topology);
    ProcessorProperties properties =
        new ProcessorProperties(
            folder,
            1,
            Duration.ofMillis(100),
            0,
            null,
            Duration.ofSeconds(6),
            new ProcessorProperties.Rocksdb(DataSize.ofMegabytes(8), DataSize.ofMegabytes(8)));
    Properties settings = new Properties();
    settings.putAll(
        StreamsSettings.of(
            Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1"),
            TOPICS,
            properties.application("s.processor", null)));
    driver = new TopologyTestDriver(topology, settings);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void aMessageReachesItsInboxAndItsThread() throws Exception {
    send("message-1", sent(1));
    assertThat(inbox()).contains("\"content\":1", "\"status\":\"unread\"");
    assertThat(thread()).contains("\"content\":1", "\"status\":\"unread\"");

    send("ack-1", new MessageAcked(AGENT, FIRST, id(1), null));
    assertThat(inbox()).contains("\"status\":\"acked\"");
    assertThat(thread()).contains("\"status\":\"acked\"");
  }

  @Test
  void anEntryIsACloudEventWhoseIdTellsItsSource() throws Exception {
    send("message-1", sent(1));
    TestRecord<byte[], byte[]> entry = output(TOPICS.names().threads()).readRecord();
    assertThat(new String(entry.headers().lastHeader("ce_id").value(), UTF_8))
        .isEqualTo("s.inbox-0-0-0");
    assertThat(new ThreadEventCodec().decode(entry.key(), entry.headers(), entry.value()).event())
        .extracting(e -> e.source().offset(), e -> e.id())
        .containsExactly(0L, id(1));
    assertThat(entry.key()).isEqualTo(THREAD.bytes());
  }

  @Test
  void aDeletionErasesTheInboxAndNotTheThread() throws Exception {
    send("message-1", sent(1));
    input(TOPICS.names().registrations())
        .pipeInput(
            record(
                new RegistrationEventCodec(),
                "delete-1",
                new DeletionRequested(AGENT.tenant(), AGENT.agent(), FIRST)));
    assertThat(inbox()).isEqualTo("over");
    assertThat(thread()).contains("\"content\":1");
  }

  @Test
  void whatCannotBeDecodedGoesToDeadLettersAndTheRestGoesOn() {
    input(TOPICS.names().inbox()).pipeInput("key".getBytes(UTF_8), "nonsense".getBytes(UTF_8));
    send("message-1", sent(1));
    assertThat(inbox()).contains("\"content\":1");
    assertThat(progress.of(new TopicPartition(TOPICS.names().inbox(), 0))).isEqualTo(2);

    TestRecord<byte[], byte[]> letter = output(TOPICS.names().deadLetters()).readRecord();
    assertThat(letter.value()).isEqualTo("nonsense".getBytes(UTF_8));
    assertThat(new String(letter.headers().lastHeader("ce_id").value(), UTF_8))
        .isEqualTo("s.inbox-0-0");
    assertThat(new String(letter.headers().lastHeader("stream0_offset").value(), UTF_8))
        .isEqualTo("0");
    assertThat(deadLetters.count()).isEqualTo(1);
  }

  @Test
  void aRecordTooLargeToDeriveFromIsADeadLetterCutToSize() {
    EncodedEvent large =
        new InboxEventCodec()
            .encode(
                "message-1",
                URI.create("/test"),
                Instant.EPOCH,
                new MessageSent(
                    AGENT,
                    FIRST,
                    id(1),
                    THREAD.thread(),
                    new Sender(new AgentId("sender"), null),
                    MessageType.REQUEST,
                    new RawJson('"' + "x".repeat(2 * TOPICS.maxDerivedBytes()) + '"'),
                    null));
    input(TOPICS.names().inbox())
        .pipeInput(new TestRecord<>(large.key(), large.value(), large.headers()));
    assertThat(inbox()).isEmpty();
    assertThat(output(TOPICS.names().deadLetters()).readRecord().value().length)
        .isEqualTo(TOPICS.maxEntryBytes());
  }

  @Test
  void whatIsOlderThanTheRetentionGoesOnceThatIsCommitted() {
    Instant now = Instant.EPOCH.plus(Duration.ofDays(31));
    send("message-1", sent(1));
    send("message-2", sent(2), now);
    driver.advanceWallClockTime(Duration.ofSeconds(5));
    assertThat(inbox()).contains("\"content\":1");
    assertThat(thread()).contains("\"content\":1");

    Commits.committed(progress, new TopicPartition(TOPICS.names().inbox(), 0), 2);
    Commits.committed(progress, new TopicPartition(TOPICS.names().threads(), 0), 2);
    driver.advanceWallClockTime(Duration.ofSeconds(5));
    assertThat(inbox()).contains("\"content\":2").doesNotContain("\"content\":1");
    assertThat(thread()).contains("\"content\":2").doesNotContain("\"content\":1");
  }

  private void send(String eventId, InboxEvent event) {
    send(eventId, event, Instant.EPOCH);
  }

  private void send(String eventId, InboxEvent event, Instant at) {
    input(TOPICS.names().inbox()).pipeInput(record(new InboxEventCodec(), eventId, event, at));
  }

  private static MessageSent sent(int number) {
    return new MessageSent(
        AGENT,
        FIRST,
        id(number),
        THREAD.thread(),
        new Sender(new AgentId("sender"), null),
        MessageType.REQUEST,
        new RawJson(Integer.toString(number)),
        null);
  }

  private static MessageId id(int number) {
    return MessageId.of(new UUID(1, number), AGENT);
  }

  private static <E> TestRecord<byte[], byte[]> record(
      EventCodec<E> codec, String eventId, E event) {
    return record(codec, eventId, event, Instant.EPOCH);
  }

  private static <E> TestRecord<byte[], byte[]> record(
      EventCodec<E> codec, String eventId, E event, Instant at) {
    EncodedEvent encoded = codec.encode(eventId, URI.create("/test"), at, event);
    return new TestRecord<>(encoded.key(), encoded.value(), encoded.headers(), at);
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private String inbox() {
    InboxReading reading =
        new InboxReader(rows(ProcessorTopology.INBOX_STORE), run -> {})
            .read(new Query.ReadInbox(AGENT, FIRST, Query.Status.ALL, null, 0, 10))
            .answer();
    return switch (reading) {
      case InboxReading.Read read -> new String(read.page().messages(), UTF_8);
      case InboxReading.Over over -> "over";
    };
  }

  private String thread() {
    return new String(
        new ThreadReader(rows(ProcessorTopology.THREAD_STORE))
            .read(new Query.ReadThread(THREAD, null, -1, 10))
            .answer()
            .messages(),
        UTF_8);
  }

  private StoreRows rows(String name) {
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(name);
    return new StoreRows(store);
  }
}

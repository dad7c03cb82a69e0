package io.stream0.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.stage.Stage;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.Traces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real topology tells of records that are traced, first and again. */
class TracedTopologyTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, null, 1024);
  private static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final TraceParent SENT =
      new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  private static final AttributeKey<Boolean> REPLAY = AttributeKey.booleanKey("stream0.replay");

  @TempDir Path folder;

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exported))
                  .build())
          .build();

  @SuppressWarnings("NullAway.Init") // before each test
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Topology topology = new Topology();
    new ProcessorTopology(
            TOPICS,
            new Stage.Shared(
                new Progress(),
                new DeadLetters(URI.create("/test"), TOPICS.maxEntryBytes()),
                null,
                FoldMeters.none(),
                new Traces(telemetry, () -> NOW)),
            InboxFold::new,
            new Changes(),
            new StaleRuns())
        .addTo(topology);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(topology, settings);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void aTracedRecordIsToldOverBothTopics() {
    send(SENT, NOW);
    assertThat(spans()).containsExactly("create s.threads", "process s.inbox", "process s.threads");
    assertThat(exported.getFinishedSpanItems())
        .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(SENT.traceId()))
        .allSatisfy(span -> assertThat(span.getAttributes().get(REPLAY)).isNull());
    assertThat(entryIsCausedBy()).contains(created().getSpanId());
  }

  @Test
  void aRecordThatIsNotTracedLeavesNothing() {
    send(null, NOW);
    assertThat(spans()).isEmpty();
    assertThat(entryIsCausedBy()).isNull();
  }

  @Test
  void aRecordThatIsFoldedAgainSaysSo() {
    send(SENT, NOW);
    // The same record at the same offset, over stores that have what it led to.
    List<KeyValue<Bytes, byte[]>> inbox = rows(ProcessorTopology.INBOX_STORE);
    List<KeyValue<Bytes, byte[]>> threads = rows(ProcessorTopology.THREAD_STORE);
    stop();
    exported.reset();
    start();
    store(ProcessorTopology.INBOX_STORE).putAll(inbox);
    store(ProcessorTopology.THREAD_STORE).putAll(threads);
    send(SENT, NOW);
    assertThat(exported.getFinishedSpanItems())
        .filteredOn(span -> span.getName().startsWith("process"))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.getAttributes().get(REPLAY)).isTrue());
  }

  @Test
  void aRebuildTellsNothingOfWhatIsLongPast() {
    send(SENT, NOW.minus(Duration.ofHours(1)));
    assertThat(spans()).isEmpty();
    assertThat(entryIsCausedBy()).isNull();
  }

  private KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  private List<KeyValue<Bytes, byte[]>> rows(String name) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }

  private SpanData created() {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().startsWith("create"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> spans() {
    return exported.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  /** What the header of the entry on {@code threads} says. */
  private @Nullable String entryIsCausedBy() {
    var header =
        driver
            .createOutputTopic(
                TOPICS.names().threads(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecord()
            .headers()
            .lastHeader("ce_traceparent");
    return header == null ? null : new String(header.value(), UTF_8);
  }

  private void send(@Nullable TraceParent cause, Instant at) {
    EncodedEvent encoded =
        new InboxEventCodec()
            .encode(
                "e",
                URI.create("/test"),
                at,
                new MessageSent(
                    AGENT,
                    new Incarnation(1),
                    MessageId.of(new UUID(1, 1), AGENT),
                    new ThreadId("t"),
                    new Sender(new AgentId("sender"), null),
                    MessageType.REQUEST,
                    new RawJson("1"),
                    null),
                cause);
    driver
        .createInputTopic(
            TOPICS.names().inbox(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(encoded.key(), encoded.value(), encoded.headers(), at));
  }
}

package io.stream0.webhook.topology;

import io.stream0.directory.Directory;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.stage.Stage;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.Traces;
import io.stream0.webhook.delivery.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The flow:
 *
 * <pre>
 * inbox ──────┐
 *             ├─▶ webhooks (webhook store) ─▶ HTTP ─▶ deliveries
 * deliveries ─┘
 * registrations ─▶ notices ─▶ inbox
 * </pre>
 *
 * {@code inbox} and {@code deliveries} have the same keys and as many partitions, so one task has
 * all that happens to an agent's webhook.
 */
final class WebhookTopology {
  static final String STORE = "webhooks";

  static final String WEBHOOKS = "webhooks";
  private static final String NOTICES = "notices";

  private final TopicSettings topics;
  private final Parts parts;

  /**
   * What the stages work with.
   *
   * @param retention how long deliveries that came to an end are kept; null for ever
   * @param belongsHere whether the installation is known to be the one that this worker's secret is
   *     of; nothing is sent before
   * @param stopping counted down when this process stops: nothing waits any longer then
   */
  record Parts(
      TopicNames topics,
      @Nullable Duration retention,
      Progress progress,
      DeadLetters deadLetters,
      Directory directory,
      EndOffsets ends,
      Outbox outbox,
      BacklogMeters meters,
      FoldMeters folds,
      Traces traces,
      InstantSource clock,
      BooleanSupplier belongsHere,
      CountDownLatch stopping) {}

  WebhookTopology(TopicSettings topics, Parts parts) {
    this.topics = topics;
    this.parts = parts;
  }

  /** Adds the whole flow. */
  void addTo(Topology topology) {
    String inbox = "inbox-source";
    String deliveries = "deliveries-source";
    addSource(topology, inbox, topics.names().inbox());
    addSource(topology, deliveries, topics.names().deliveries());
    String deadLetters = "webhooks-to-dead-letters";
    topology.addProcessor(
        WEBHOOKS, () -> new WebhookStage(parts, STORE, deadLetters), inbox, deliveries);
    topology.addStateStore(store(), WEBHOOKS);
    addSink(topology, deadLetters, topics.names().deadLetters(), WEBHOOKS);

    Stage.Source registrations =
        new Stage.Source(
            NOTICES,
            topics.names().registrations(),
            topics.maxRecordBytes(),
            "notices-to-dead-letters");
    Stage.Sink toInbox = new Stage.Sink("notices-to-inbox", topics.names().inbox());
    addSource(topology, "registrations-source", registrations.topic());
    topology.addProcessor(
        NOTICES,
        () ->
            new NoticeStage(
                new Stage.Shared(
                    parts.progress(), parts.deadLetters(), null, parts.folds(), parts.traces()),
                registrations,
                parts.directory(),
                parts.stopping(),
                toInbox),
        "registrations-source");
    addSink(topology, toInbox.node(), toInbox.topic(), NOTICES);
    addSink(topology, registrations.deadLetterSink(), topics.names().deadLetters(), NOTICES);
  }

  private static void addSource(Topology topology, String name, String topic) {
    topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
  }

  private static void addSink(Topology topology, String name, String topic, String parent) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
  }

  private StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(StreamsSettings.changelog(topics));
  }
}

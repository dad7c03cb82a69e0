package io.stream0.processor.topology;

import io.stream0.processor.erasure.ErasureStage;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.inbox.InboxStage;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.thread.ThreadStage;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.Stage;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The flow:
 *
 * <pre>
 * registrations ─▶ erasure ─▶ inbox ─▶ inbox stage ─▶ threads ─▶ thread stage
 *                                      (inbox store)             (thread store)
 * </pre>
 *
 * Three sub-topologies, tied by topics alone. What one of them cannot decode goes to dead-letters.
 */
public final class ProcessorTopology {
  public static final String INBOX_STORE = "inbox";
  public static final String THREAD_STORE = "threads";

  private static final String ERASURE = "erasure";
  private static final String INBOX = "inbox";
  private static final String THREAD = "thread";

  private final TopicSettings topics;
  private final Stage.Shared shared;
  private final InboxFolds inboxFolds;
  private final Changes changes;
  private final StaleRuns staleRuns;

  public ProcessorTopology(
      TopicSettings topics,
      Stage.Shared shared,
      InboxFolds inboxFolds,
      Changes changes,
      StaleRuns staleRuns) {
    this.staleRuns = staleRuns;
    this.topics = topics;
    this.shared = shared;
    this.inboxFolds = inboxFolds;
    this.changes = changes;
  }

  /** Adds the whole flow. */
  public void addTo(Topology topology) {
    Stage.Source registrations =
        source(ERASURE, topics.names().registrations(), topics.maxRecordBytes());
    Stage.Source inbox = source(INBOX, topics.names().inbox(), topics.maxRecordBytes());
    Stage.Source threads = source(THREAD, topics.names().threads(), topics.maxEntryBytes());

    Stage.Sink toInbox = new Stage.Sink("erasure-to-inbox", topics.names().inbox());
    addStage(
        topology, ERASURE, registrations, () -> new ErasureStage(shared, registrations, toInbox));
    addSink(topology, toInbox.node(), toInbox.topic(), ERASURE);

    Stage.Sink toThreads = new Stage.Sink("inbox-to-threads", topics.names().threads());
    addStage(
        topology,
        INBOX,
        inbox,
        () ->
            new InboxStage(shared, inbox, inboxFolds, changes, staleRuns, INBOX_STORE, toThreads));
    topology.addStateStore(store(INBOX_STORE), INBOX);
    addSink(topology, toThreads.node(), toThreads.topic(), INBOX);

    addStage(
        topology, THREAD, threads, () -> new ThreadStage(shared, threads, changes, THREAD_STORE));
    topology.addStateStore(store(THREAD_STORE), THREAD);
  }

  private static Stage.Source source(String stage, String topic, int maxBytes) {
    return new Stage.Source(stage, topic, maxBytes, stage + "-to-dead-letters");
  }

  private void addStage(
      Topology topology,
      String name,
      Stage.Source source,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> stage) {
    topology.addSource(
        name + "-source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), source.topic());
    topology.addProcessor(name, stage, name + "-source");
    addSink(topology, source.deadLetterSink(), topics.names().deadLetters(), name);
  }

  private static void addSink(Topology topology, String name, String topic, String parent) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
  }

  /** Record caches off: what a fold puts is what a query sees. */
  private StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(StreamsSettings.changelog(topics));
  }
}

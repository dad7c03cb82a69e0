package io.stream0.streams.settings;

import io.stream0.kafka.ClientSettings;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.assignment.KnownMembers;
import io.stream0.streams.assignment.WarmStickyTaskAssignor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams: what the promises rest on laid over what the operator set. */
public final class StreamsSettings {
  private static final int HEARTBEATS_A_SESSION = 4;

  /**
   * A member learns by its next heartbeat that another has left, and its partitions wait for that.
   */
  private static final long LONGEST_HEARTBEAT_MILLIS = 150;

  /** In records: what is restored while nobody answers for the task, in some 20 ms. */
  private static final long ACCEPTABLE_RECOVERY_LAG = 1_000;

  private static final int MOVED_AT_ONCE = 4;
  private static final long RETRY_MILLIS = 20;
  private static final int FETCH_WAIT_MILLIS = 100;

  private StreamsSettings() {}

  /**
   * Settings of the topic that a store is restored from. It has the broker's own time, as every
   * topic here: a record that carried another broker's would be refused where that one is an hour
   * ahead (KIP-937, KIP-1030), and its stream thread would die of it again and again.
   */
  public static Map<String, String> changelog(TopicSettings topics) {
    return Map.of(
        "max.message.bytes",
        Integer.toString(topics.maxDerivedBytes()),
        "min.insync.replicas",
        Integer.toString(topics.minInsyncReplicas()),
        "unclean.leader.election.enable",
        "false",
        "message.timestamp.type",
        "LogAppendTime");
  }

  /**
   * @param passedThrough what the operator set
   */
  public static Map<String, Object> of(
      Map<String, Object> passedThrough, TopicSettings topics, StreamsApplication application) {
    Map<String, Object> settings = new HashMap<>(passedThrough);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application.id());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, application.stateDir().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, application.threads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, application.standbys());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.replication());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, application.commitInterval().toMillis());

    // Folds are idempotent: transactions would only add what they cost, 100 ms a message.
    ClientSettings.require(
        settings, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    ClientSettings.require(settings, StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // What a fold puts is what a query sees.
    ClientSettings.require(settings, StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);

    String producer = StreamsConfig.PRODUCER_PREFIX;
    ClientSettings.require(settings, producer + ProducerConfig.ACKS_CONFIG, "all");
    ClientSettings.require(settings, producer + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // Streams' own default of 100 ms is what every message would wait.
    settings.put(producer + ProducerConfig.LINGER_MS_CONFIG, 0);
    // While one request is under way the next batch fills: fewer and fuller ones under load.
    settings.putIfAbsent(producer + ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(
        producer + ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ClientSettings.maxRequestBytes(topics));
    settings.put(
        StreamsConfig.MAIN_CONSUMER_PREFIX + ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    long session = application.sessionTimeout().toMillis();
    settings.put(
        StreamsConfig.MAIN_CONSUMER_PREFIX + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        Long.toString(session));
    settings.put(
        StreamsConfig.MAIN_CONSUMER_PREFIX + ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        Long.toString(Math.min(session / HEARTBEATS_A_SESSION, LONGEST_HEARTBEAT_MILLIS)));
    assignWarm(settings);
    handOverQuickly(settings);
    if (application.address() != null) {
      settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, application.address());
    }
    if (application.instanceId() != null) {
      settings.put(
          StreamsConfig.MAIN_CONSUMER_PREFIX + ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          application.instanceId());
    }

    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(BoundedRocksDb.BLOCK_CACHE_BYTES, application.blockCacheBytes());
    settings.put(BoundedRocksDb.WRITE_BUFFER_BYTES, application.writeBufferBytes());
    return settings;
  }

  /**
   * A hand-over is a chain of some ten steps. Some wait for a pause to end, some for a fetch that
   * has nothing to bring: a broker answers one request of a connection after the other.
   */
  private static void handOverQuickly(Map<String, Object> settings) {
    for (String consumer :
        List.of(StreamsConfig.MAIN_CONSUMER_PREFIX, StreamsConfig.RESTORE_CONSUMER_PREFIX)) {
      putUnlessSet(settings, consumer, ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
      putUnlessSet(settings, consumer, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    }
  }

  /** The operator may have set it for this consumer, for all consumers, or for all clients. */
  private static void putUnlessSet(
      Map<String, Object> settings, String consumer, String name, Object value) {
    if (!settings.containsKey(StreamsConfig.CONSUMER_PREFIX + name)
        && !settings.containsKey(name)) {
      settings.putIfAbsent(consumer + name, value);
    }
  }

  /** What moved away while a process was gone comes back once its copies are open and restored. */
  private static void assignWarm(Map<String, Object> settings) {
    settings.putIfAbsent(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, Duration.ofMinutes(1).toMillis());
    settings.putIfAbsent(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, ACCEPTABLE_RECOVERY_LAG);
    settings.putIfAbsent(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, MOVED_AT_ONCE);
    if (!settings.containsKey(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG)
        && !settings.containsKey(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG)) {
      settings.putIfAbsent(
          StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, WarmStickyTaskAssignor.class.getName());
    }
    settings.put(WarmStickyTaskAssignor.KNOWN_MEMBERS, new KnownMembers());
  }
}

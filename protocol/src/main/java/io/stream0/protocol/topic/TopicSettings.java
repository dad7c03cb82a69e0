package io.stream0.protocol.topic;

import io.stream0.protocol.id.InvalidValueException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an installation's topics are laid out. Every service must be given the same.
 *
 * @param names what they are called
 * @param partitions partitions of {@code inbox}, {@code threads}, {@code deliveries} and {@code
 *     presence}; for life, since keys and message ids lead to a partition
 * @param replication copies of each partition; 3 or more in a cluster
 * @param retention how long {@code inbox}, {@code threads} and {@code deliveries} keep their
 *     records; null for ever
 * @param maxBodyBytes the largest request body that is accepted
 */
public record TopicSettings(
    TopicNames names,
    int partitions,
    int replication,
    @Nullable Duration retention,
    int maxBodyBytes) {
  public static final int DEFAULT_MAX_BODY_BYTES = 768 * 1024;

  /** More than ids, headers and times of an event can take beside its content. */
  private static final int ENVELOPE_BYTES = 64 * 1024;

  /** Kafka's own default, below which there is nothing to gain. */
  private static final int LEAST_RECORD_BYTES = 1024 * 1024;

  private static final int SMALL_SEGMENT = 16 * 1024 * 1024;

  public TopicSettings {
    within("stream0.topics.partitions", partitions, 1, 1000);
    within("stream0.topics.replication", replication, 1, 100);
    within("stream0.max-body-bytes", maxBodyBytes, 1024, 100 * 1024 * 1024);
    // An idempotency key stands for its message for a day.
    if (retention != null && retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new InvalidValueException("stream0.retention", retention.toString(), "1d or more");
    }
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValueException(what, Integer.toString(value), least + " to " + most);
    }
  }

  /**
   * Key and value of the largest record of {@code inbox}, hence of any that is folded: a larger one
   * is not, since what derives from it might fit nowhere, and would stop its partition for good.
   */
  public int maxRecordBytes() {
    return Math.max(LEAST_RECORD_BYTES, maxBodyBytes + ENVELOPE_BYTES);
  }

  /** Key and value of the largest entry of {@code threads}, which derives from such a record. */
  public int maxEntryBytes() {
    return maxRecordBytes() + ENVELOPE_BYTES;
  }

  /** The largest record that derives from either: what internal topics and producers must take. */
  public int maxDerivedBytes() {
    return maxRecordBytes() + 2 * ENVELOPE_BYTES;
  }

  /** Copies that must have a record before it counts as written. */
  public int minInsyncReplicas() {
    return replication >= 3 ? 2 : 1;
  }

  /** Every topic there must be. */
  public List<TopicSpec> topics() {
    return List.of(
        log(names.inbox(), partitions, retention),
        log(names.threads(), partitions, retention),
        log(names.deliveries(), partitions, retention),
        log(names.registrations(), 1, null),
        log(names.deadLetters(), 1, retention),
        latest(names.credentials(), 1),
        latest(names.presence(), partitions));
  }

  /** A topic that keeps every record, for as long as that. */
  private TopicSpec log(String name, int topicPartitions, @Nullable Duration kept) {
    return topic(
        name,
        topicPartitions,
        Map.of(
            "cleanup.policy", "delete",
            "retention.ms", kept == null ? "-1" : Long.toString(kept.toMillis()),
            "retention.bytes", "-1"));
  }

  /** A topic that keeps the last record of each key; small segments, so that it stays small. */
  private TopicSpec latest(String name, int topicPartitions) {
    return topic(
        name,
        topicPartitions,
        Map.of("cleanup.policy", "compact", "segment.bytes", Integer.toString(SMALL_SEGMENT)));
  }

  private TopicSpec topic(String name, int topicPartitions, Map<String, String> kept) {
    Map<String, String> settings = new HashMap<>(kept);
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("min.insync.replicas", Integer.toString(minInsyncReplicas()));
    settings.put("unclean.leader.election.enable", "false");
    settings.put(TopicSpec.MAX_MESSAGE_BYTES, Integer.toString(maxDerivedBytes()));
    return new TopicSpec(name, topicPartitions, replication, settings);
  }
}

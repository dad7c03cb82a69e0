package io.stream0.faults.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.RetriableException;

/** Looks at a Kafka cluster from outside: its copies, its ends, what a group has committed. */
public final class Brokers implements AutoCloseable {
  private static final String REQUEST_MILLIS = "5000";

  private final Admin admin;

  public Brokers(String bootstrapServers) {
    admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS));
  }

  /** What keeps the cluster from being whole; empty if every partition has all of its copies. */
  public List<String> missing() throws InterruptedException {
    try {
      List<String> missing = new ArrayList<>();
      for (TopicDescription topic : topics()) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          if (partition.leader() == null || partition.isr().size() < partition.replicas().size()) {
            missing.add(
                "%s-%d: %d of %d copies"
                    .formatted(
                        topic.name(),
                        partition.partition(),
                        partition.isr().size(),
                        partition.replicas().size()));
          }
        }
      }
      return missing;
    } catch (ExecutionException | KafkaException e) {
      return List.of("brokers: " + e.getMessage());
    }
  }

  private Iterable<TopicDescription> topics() throws InterruptedException, ExecutionException {
    ListTopicsOptions all = new ListTopicsOptions().listInternal(true);
    return admin.describeTopics(admin.listTopics(all).names().get()).allTopicNames().get().values();
  }

  /** How many records a topic has taken so far. */
  public long recordsOf(String topic) throws InterruptedException {
    try {
      TopicDescription description =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      description
          .partitions()
          .forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the ends of " + topic, e);
    }
  }

  /** Whether a group has committed all that these topics have; false too if nobody knows now. */
  public boolean isFolded(String group, List<String> topics) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                p ->
                    latest.put(
                        new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return ends.entrySet().stream()
          .allMatch(
              end -> {
                OffsetAndMetadata offset = committed.get(end.getKey());
                return end.getValue().offset() == 0
                    || (offset != null && offset.offset() >= end.getValue().offset());
              });
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        // Somebody was killed a moment ago; whoever waits asks again, and for a bounded time.
        return false;
      }
      throw new IllegalStateException("what " + group + " has committed", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}

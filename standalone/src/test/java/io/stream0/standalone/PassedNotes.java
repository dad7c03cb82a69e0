package io.stream0.standalone;

import io.stream0.streams.store.KeyBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far the worker of webhooks has noted for good that it passed {@code inbox}, as its changelog
 * has it.
 *
 * @param noted the highest offset that is noted, per partition
 * @param ends the ends of {@code inbox}, per partition
 */
record PassedNotes(Map<Integer, Long> noted, Map<Integer, Long> ends) {
  private static final byte NOTE = 'A';

  static PassedNotes read(String prefix) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", RealBroker.bootstrapServers());
    settings.put("auto.offset.reset", "earliest");
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<Integer, Long> inbox = new HashMap<>();
      consumer
          .endOffsets(partitions(consumer, prefix + "inbox"))
          .forEach((partition, end) -> inbox.put(partition.partition(), end));
      return new PassedNotes(
          notes(consumer, partitions(consumer, prefix + "webhook-worker-webhooks-changelog")),
          inbox);
    }
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
    return IntStream.range(0, consumer.partitionsFor(topic).size())
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  private static Map<Integer, Long> notes(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> changelog) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(changelog);
    Map<Integer, Long> notes = new HashMap<>();
    consumer.assign(changelog);
    while (changelog.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(100))) {
        if (row.key()[0] == NOTE && row.value() != null) {
          notes.merge(row.partition(), KeyBuilder.lastNumber(row.key()), Math::max);
        }
      }
    }
    return notes;
  }

  boolean reachTheEndOfInbox() {
    return ends.entrySet().stream()
        .allMatch(end -> noted.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}

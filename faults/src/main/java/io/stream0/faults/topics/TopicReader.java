package io.stream0.faults.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.faults.history.Delivered;
import io.stream0.faults.history.InboxRecord;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Position;
import io.stream0.faults.history.ThreadEntry;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads topics from their beginning to their end: CloudEvents in Kafka's binary mode, by what the
 * README says of them and with nothing of the server's own code.
 */
public final class TopicReader {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String bootstrapServers;

  public TopicReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** All that is on {@code stream0.inbox}, {@code threads} and {@code deliveries} now. */
  public Log read() {
    List<InboxRecord> inbox = new ArrayList<>();
    List<ThreadEntry> threads = new ArrayList<>();
    List<Delivered> deliveries = new ArrayList<>();
    read("stream0.inbox", record -> add(inbox, inboxRecord(record)));
    read("stream0.threads", record -> add(threads, entry(record)));
    read("stream0.deliveries", record -> add(deliveries, delivered(record)));
    return new Log(inbox, threads, deliveries);
  }

  private static <T> void add(List<T> all, @Nullable T one) {
    if (one != null) {
      all.add(one);
    }
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(POLL).forEach(each);
      }
    }
  }

  private static @Nullable InboxRecord inboxRecord(ConsumerRecord<byte[], byte[]> record) {
    Position at = new Position(record.partition(), record.offset());
    JsonNode data = JSON.readTree(record.value());
    AgentId agent = new AgentId(text(data, "agent"));
    long incarnation = data.required("incarnation").longValue();
    return switch (type(record)) {
      case "inbox.opened" -> new InboxRecord.Opened(at, agent, incarnation);
      case "inbox.erased" -> new InboxRecord.Erased(at, agent, incarnation);
      case "message.acked" ->
          new InboxRecord.Acked(at, agent, incarnation, new MessageId(text(data, "message_id")));
      case "message.sent" ->
          new InboxRecord.Sent(
              at,
              agent,
              incarnation,
              new MessageId(text(data, "message_id")),
              new ThreadId(text(data, "thread_id")),
              new AgentId(text(data, "from")),
              text(data, "content"),
              data.has("idempotency_key")
                  ? new IdempotencyKey(text(data, "idempotency_key"))
                  : null,
              Instant.ofEpochMilli(record.timestamp()));
      default -> throw new IllegalStateException(at + ": ce_type " + type(record));
    };
  }

  private static @Nullable ThreadEntry entry(ConsumerRecord<byte[], byte[]> record) {
    if (!type(record).equals("message.appended")) {
      return null;
    }
    JsonNode data = JSON.readTree(record.value());
    return new ThreadEntry(
        new Position(record.partition(), record.offset()),
        new ThreadId(text(data, "thread_id")),
        new MessageId(text(data, "message_id")),
        new AgentId(text(data, "from")),
        new AgentId(text(data, "to")),
        text(data, "content"),
        new Position(
            data.required("inbox_partition").intValue(),
            data.required("inbox_offset").longValue()));
  }

  private static @Nullable Delivered delivered(ConsumerRecord<byte[], byte[]> record) {
    JsonNode data = JSON.readTree(record.value());
    if (!type(record).equals("delivery.attempted") || !text(data, "outcome").equals("delivered")) {
      return null;
    }
    return new Delivered(
        new Position(record.partition(), record.offset()),
        new MessageId(text(data, "message_id")),
        text(data, "delivery_id"),
        Instant.ofEpochMilli(record.timestamp()));
  }

  private static String type(ConsumerRecord<byte[], byte[]> record) {
    Header type = record.headers().lastHeader("ce_type");
    if (type == null) {
      throw new IllegalStateException(record.topic() + " " + record.offset() + ": no ce_type");
    }
    return new String(type.value(), UTF_8);
  }

  private static String text(JsonNode data, String member) {
    return data.required(member).stringValue();
  }
}

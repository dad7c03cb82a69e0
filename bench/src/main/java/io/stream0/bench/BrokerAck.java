package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces copies of a message's own record to a topic that nobody reads. */
final class BrokerAck implements AutoCloseable {
  private static final TopicPartition INBOX = new TopicPartition("stream0.inbox", 0);
  private static final String SCRATCH = "bench.scratch";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaProducer<byte[], byte[]> producer;
  private final ConsumerRecord<byte[], byte[]> message;

  private BrokerAck(
      KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> message) {
    this.producer = producer;
    this.message = message;
  }

  /**
   * @param port of a broker that has a message
   */
  static BrokerAck open(int port) throws IOException, InterruptedException {
    String bootstrap = "127.0.0.1:" + port;
    createScratch(bootstrap);
    return new BrokerAck(
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new ByteArraySerializer(),
            new ByteArraySerializer()),
        lastMessage(bootstrap));
  }

  private static void createScratch(String bootstrap) throws IOException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(SCRATCH, Optional.of(1), Optional.of((short) 1))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IOException("no topic " + SCRATCH, e.getCause());
    }
  }

  private static ConsumerRecord<byte[], byte[]> lastMessage(String bootstrap) throws IOException {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(INBOX));
      consumer.seekToEnd(List.of(INBOX));
      consumer.seek(INBOX, consumer.position(INBOX) - 1);
      ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
      if (records.isEmpty()) {
        throw new IOException("no record at the end of " + INBOX);
      }
      return records.iterator().next();
    }
  }

  /** Returns when the broker has acknowledged a record. */
  void produce() throws IOException, InterruptedException {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  SCRATCH, null, message.key(), message.value(), message.headers()))
          .get();
    } catch (ExecutionException e) {
      throw new IOException("the broker did not acknowledge", e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

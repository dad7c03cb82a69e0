package io.stream0.kafka;

import io.stream0.protocol.topic.TopicSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Makes Kafka clients from {@code spring.kafka.*}, which passes through (SASL, TLS and all), but
 * for what the promises rest on.
 */
public final class KafkaClients {
  private final KafkaProperties properties;
  private final KafkaConnectionDetails connection;
  private final TopicSettings topics;

  KafkaClients(
      KafkaProperties properties, KafkaConnectionDetails connection, TopicSettings topics) {
    this.properties = properties;
    this.connection = connection;
    this.topics = topics;
  }

  /** An admin client; the caller closes it. */
  public Admin admin() {
    return Admin.create(connected(properties.buildAdminProperties(), connection.getAdmin()));
  }

  /** A consumer of a whole log, without a group; the caller closes it. */
  public Consumer<byte[], byte[]> logReader() {
    return new KafkaConsumer<>(logReaderSettings());
  }

  /**
   * The same, where many are open or one is for long.
   *
   * @param fetchBytes of what it has fetched and nobody has polled it keeps no more than this of
   *     each broker, as compressed as it is there, or one batch, where a batch is larger
   * @param pollRecords how many records a poll gives at most
   */
  public Consumer<byte[], byte[]> logReader(int fetchBytes, int pollRecords) {
    Map<String, Object> settings = logReaderSettings();
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
    return new KafkaConsumer<>(settings);
  }

  private Map<String, Object> logReaderSettings() {
    return ClientSettings.logReader(
        connected(properties.buildConsumerProperties(), connection.getConsumer()));
  }

  /** The settings of a producer. */
  public Map<String, Object> producerSettings() {
    return ClientSettings.producer(
        connected(properties.buildProducerProperties(), connection.getProducer()), topics);
  }

  /** What the operator set for Kafka Streams. */
  public Map<String, Object> streamsSettings() {
    return connected(properties.buildStreamsProperties(), connection.getStreams());
  }

  private static Map<String, Object> connected(
      Map<String, Object> settings, KafkaConnectionDetails.Configuration connection) {
    Map<String, Object> connected = new HashMap<>(settings);
    connected.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
    return connected;
  }
}

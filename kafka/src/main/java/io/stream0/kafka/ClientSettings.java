package io.stream0.kafka;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.topic.TopicSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of Kafka clients that the promises rest on, laid over what an operator passes
 * through. One that contradicts them is refused at start, never silently replaced.
 */
public final class ClientSettings {
  private ClientSettings() {}

  /**
   * A producer whose acknowledged records survive, in order and once each per send.
   *
   * @param passedThrough what the operator set
   */
  public static Map<String, Object> producer(
      Map<String, Object> passedThrough, TopicSettings topics) {
    Map<String, Object> settings = new HashMap<>(passedThrough);
    require(settings, ProducerConfig.ACKS_CONFIG, "all");
    require(settings, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // Someone waits for each record. While one request is under way the next batch fills.
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes(topics));
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  /** A consumer that reads a log from its beginning and keeps no position in the cluster. */
  public static Map<String, Object> logReader(Map<String, Object> passedThrough) {
    Map<String, Object> settings = new HashMap<>(passedThrough);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  /** A request holds the largest record and the headers of its batch. */
  public static int maxRequestBytes(TopicSettings topics) {
    return topics.maxDerivedBytes() + 64 * 1024;
  }

  /**
   * Sets what must be so.
   *
   * @throws InvalidValueException if the operator set it otherwise
   */
  public static void require(Map<String, Object> settings, String name, String required) {
    Object set = settings.put(name, required);
    if (set != null && !canonical(name, set).equals(required)) {
      throw new InvalidValueException(
          "Kafka setting " + name, set.toString(), required + ", which the promises rest on");
    }
  }

  private static String canonical(String name, Object value) {
    String text = value.toString();
    return name.equals(ProducerConfig.ACKS_CONFIG) && text.equals("-1") ? "all" : text;
  }
}

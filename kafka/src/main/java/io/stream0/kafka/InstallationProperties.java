package io.stream0.kafka;

import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What all services of an installation must be given alike; {@code stream0-kafka.yaml} has the
 * defaults.
 *
 * @param secret what agents' tokens derive from, and what the services know each other by
 * @param retention how long {@code inbox} and {@code threads} keep their records; null for ever
 * @param maxBodySize the largest request body that is accepted
 */
@ConfigurationProperties("stream0")
public record InstallationProperties(
    Topics topics, @Nullable String secret, @Nullable Duration retention, DataSize maxBodySize) {
  /**
   * How the topics are laid out.
   *
   * @param create whether to create what is missing; if not, it is only checked
   */
  public record Topics(String prefix, int partitions, int replication, boolean create) {}

  TopicSettings settings() {
    return new TopicSettings(
        new TopicNames(topics.prefix()),
        topics.partitions(),
        topics.replication(),
        retention,
        Math.toIntExact(maxBodySize.toBytes()));
  }
}

package io.stream0.standalone;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the all-in-one; {@code stream0-standalone.yaml} has the defaults.
 *
 * @param dataDir where the broker's log and RocksDB's files are
 * @param broker the broker inside
 */
@ConfigurationProperties("stream0")
record StandaloneProperties(Path dataDir, BrokerPorts broker) {
  /**
   * Ports on 127.0.0.1; 0 for a free one.
   *
   * @param port for Kafka clients
   * @param controllerPort for the broker's own controller
   */
  record BrokerPorts(int port, int controllerPort) {}
}

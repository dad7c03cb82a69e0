package io.stream0.api.events;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.tail.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the stream of events; {@code stream0-api.yaml} has the defaults.
 *
 * @param heartbeat after how long without an event a sign of life is sent; 1 s to 30 s
 * @param retry how long a client is to wait before it connects again
 * @see Bounds
 */
@ConfigurationProperties("stream0.events")
record EventsProperties(
    int maxStreams,
    int maxStreamsPerTenant,
    Duration heartbeat,
    Duration retry,
    int waiting,
    int recent,
    int catchingUp,
    Duration lingering) {
  private static final Duration LEAST_HEARTBEAT = Duration.ofSeconds(1);

  /** However it is set, whoever hears nothing for a while longer may take the stream for dead. */
  static final Duration MOST_HEARTBEAT = Duration.ofSeconds(30);

  EventsProperties {
    if (heartbeat.compareTo(LEAST_HEARTBEAT) < 0 || heartbeat.compareTo(MOST_HEARTBEAT) > 0) {
      throw new InvalidValueException(
          "stream0.events.heartbeat", heartbeat.toString(), "1s to 30s");
    }
    if (retry.isNegative()) {
      throw new InvalidValueException("stream0.events.retry", retry.toString(), "0s or more");
    }
  }

  Bounds bounds() {
    return new Bounds(maxStreams, maxStreamsPerTenant, waiting, recent, catchingUp, lingering);
  }
}

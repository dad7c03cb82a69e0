package io.stream0.webhook.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.directory.Directory;
import io.stream0.webhook.delivery.Backlog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is to be told by this worker, as of its last count, and how many webhooks are off: {@code
 * stream0.webhooks.pending}, {@code .oldest.due} in seconds, {@code .off}.
 */
final class BacklogMeters {
  private final Map<Integer, Backlog> byPartition = new ConcurrentHashMap<>();
  private final InstantSource clock;

  BacklogMeters(MeterRegistry registry, Directory directory, InstantSource clock) {
    this.clock = clock;
    Gauge.builder("stream0.webhooks.pending", this, BacklogMeters::pending).register(registry);
    Gauge.builder("stream0.webhooks.oldest.due", this, BacklogMeters::secondsDue)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(
            "stream0.webhooks.off",
            directory,
            d -> d.count(agent -> agent.webhookTerms().offSince() != null))
        .register(registry);
  }

  void counted(int partition, Backlog backlog) {
    byPartition.put(partition, backlog);
  }

  /** The partition is another worker's now. */
  void left(int partition) {
    byPartition.remove(partition);
  }

  private double pending() {
    return byPartition.values().stream().mapToLong(Backlog::pending).sum();
  }

  private double secondsDue() {
    return byPartition.values().stream()
        .flatMap(backlog -> backlog.oldest().stream())
        .mapToDouble(since -> Duration.between(since, clock.instant()).toMillis() / 1_000.0)
        .reduce(0, Math::max);
  }
}

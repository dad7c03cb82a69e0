package io.stream0.api.owners;

import io.stream0.protocol.topic.TopicSettings;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether there is anyone to ask: some processor in reach holds some partition. It names each that
 * nobody holds, and is ready all the same: while a processor's partitions move, as when it was
 * killed, every api sees the same, and all of them out of service would fail the calls that others
 * answer too.
 */
final class OwnersReadiness implements HealthIndicator {
  private final Owners owners;
  private final Processors processors;
  private final TopicSettings topics;

  OwnersReadiness(Owners owners, Processors processors, TopicSettings topics) {
    this.owners = owners;
    this.processors = processors;
    this.topics = topics;
  }

  @Override
  public Health health() {
    List<String> unheld =
        owners.unheld(topics.partitions()).stream().map(HeldPartition::toString).toList();
    int all = HeldPartition.Log.values().length * topics.partitions();
    return (unheld.size() < all ? Health.up() : Health.outOfService())
        .withDetail("unheld", unheld)
        .withDetail("processors", processors.addresses())
        .withDetail("out_of_reach", processors.outOfReach())
        .build();
  }
}

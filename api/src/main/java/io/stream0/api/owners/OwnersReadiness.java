package io.stream0.api.owners;

import io.stream0.protocol.topic.TopicSettings;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the owner of every partition is known; names those whose is not. */
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
    return (unheld.isEmpty() ? Health.up() : Health.outOfService())
        .withDetail("unheld", unheld)
        .withDetail("processors", processors.addresses())
        .withDetail("out_of_reach", processors.outOfReach())
        .build();
  }
}

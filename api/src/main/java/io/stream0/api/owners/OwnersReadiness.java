package io.stream0.api.owners;

import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether there is anyone to ask: some processor in reach holds some partition. It names each that
 * nobody holds, and is ready all the same: while a processor's partitions move, as when it was
 * killed, every api sees the same, and all of them out of service would fail the calls that others
 * answer too.
 */
final class OwnersReadiness implements HealthIndicator {
  private final Holders processors;
  private final Holders workers;
  private final TopicSettings topics;

  OwnersReadiness(Holders processors, Holders workers, TopicSettings topics) {
    this.processors = processors;
    this.workers = workers;
    this.topics = topics;
  }

  @Override
  public Health health() {
    List<String> unheld = unheld(processors);
    int all = Holder.PROCESSOR.logs().size() * topics.partitions();
    return (unheld.size() < all ? Health.up() : Health.outOfService())
        .withDetail("unheld", unheld)
        .withDetail("processors", processors.addresses())
        .withDetail("out_of_reach", processors.outOfReach())
        .withDetail("webhooks", webhooks())
        .build();
  }

  /** Without a worker agents converse as ever; only what is asked of one has no answer. */
  private Map<String, Object> webhooks() {
    return workers.isNobodyNamed()
        ? Map.of()
        : Map.of(
            "unheld", unheld(workers),
            "workers", workers.addresses(),
            "out_of_reach", workers.outOfReach());
  }

  private List<String> unheld(Holders holders) {
    return holders.owners().unheld(topics.partitions()).stream()
        .map(HeldPartition::toString)
        .toList();
  }
}

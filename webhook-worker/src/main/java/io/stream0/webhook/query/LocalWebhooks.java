package io.stream0.webhook.query;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.Rows;
import io.stream0.webhook.attempt.TestEvents;
import io.stream0.webhook.delivery.DeliveryReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Answers from the stores of this process, when the folds have reached the topics' ends, and only
 * while it holds the partition: else {@link NotHeldException}. A test is for who tells the agent
 * too, so that what one agent may ask for is counted in one place.
 */
public final class LocalWebhooks implements Webhooks {
  private final TopicSettings topics;
  private final EndOffsets ends;
  private final Progress progress;
  private final IntFunction<Rows> stores;
  private final TestEvents tests;
  private final InstantSource clock;

  /**
   * @param stores the webhook store of a partition
   */
  public LocalWebhooks(
      TopicSettings topics,
      EndOffsets ends,
      Progress progress,
      IntFunction<Rows> stores,
      TestEvents tests,
      InstantSource clock) {
    this.topics = topics;
    this.ends = ends;
    this.progress = progress;
    this.stores = stores;
    this.tests = tests;
    this.clock = clock;
  }

  @Override
  public Page list(Listing listing, Deadline deadline) {
    return read(
        listing.agent().partition(topics.partitions()),
        deadline,
        reader -> reader.list(listing, clock.instant()));
  }

  @Override
  public Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Deadline deadline) {
    return read(
        delivery.message().partition(topics.partitions()),
        deadline,
        reader -> reader.owner(tenant, delivery, clock.instant()));
  }

  private <A> A read(int partition, Deadline deadline, Function<DeliveryReader, A> question) {
    ends.of(both(partition), deadline)
        .forEach((topic, end) -> progress.await(topic, end, deadline));
    try {
      A answer = question.apply(new DeliveryReader(stores.apply(partition), topics.retention()));
      // Of a partition that has left meanwhile, and came back empty, this may be less than there
      // is.
      requireHeld(partition);
      return answer;
    } catch (InvalidStateStoreException e) {
      throw new NotHeldException("the store is closed or moves away", e);
    }
  }

  private void requireHeld(int partition) {
    for (TopicPartition folded : both(partition)) {
      if (!progress.isOpen(folded)) {
        throw new NotHeldException(folded + " is not folded here now");
      }
    }
  }

  private List<TopicPartition> both(int partition) {
    return List.of(
        new TopicPartition(topics.names().inbox(), partition),
        new TopicPartition(topics.names().deliveries(), partition));
  }

  @Override
  public Tested test(Test test, Deadline deadline) {
    requireHeld(test.agent().partition(topics.partitions()));
    return tests.send(test);
  }
}

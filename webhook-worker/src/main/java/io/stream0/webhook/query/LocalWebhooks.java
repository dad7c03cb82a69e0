package io.stream0.webhook.query;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
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

/** Answers from the stores of this process, when the folds have reached the topics' ends. */
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
    List<TopicPartition> both =
        List.of(
            new TopicPartition(topics.names().inbox(), partition),
            new TopicPartition(topics.names().deliveries(), partition));
    ends.of(both, deadline).forEach((topic, end) -> progress.await(topic, end, deadline));
    try {
      return question.apply(new DeliveryReader(stores.apply(partition), topics.retention()));
    } catch (InvalidStateStoreException e) {
      throw new UnansweredException("the store is closed or moves away", e);
    }
  }

  @Override
  public Tested test(Test test) {
    return tests.send(test);
  }
}

package io.stream0.protocol.wire;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Webhooks;
import java.time.Duration;

/**
 * A question on its way to the webhook worker that holds its partition; see {@link Ask}.
 *
 * @param id names it among all asks, so that the asker can call it off
 * @param answer what is left of its deadline
 */
public record WebhookAsk(String id, Question question, Duration answer) {
  /** What {@link Webhooks} can be asked. */
  public sealed interface Question {
    /** The partition whose fold knows the answer. */
    int partition(int partitions);

    /** {@link Webhooks#list}. */
    record Deliveries(Webhooks.Listing listing) implements Question {
      @Override
      public int partition(int partitions) {
        return listing.agent().partition(partitions);
      }
    }

    /** {@link Webhooks#owner}. */
    record Owner(TenantId tenant, DeliveryId delivery) implements Question {
      @Override
      public int partition(int partitions) {
        return delivery.message().partition(partitions);
      }
    }

    /** {@link Webhooks#test}. */
    record Test(Webhooks.Test test) implements Question {
      @Override
      public int partition(int partitions) {
        return test.agent().partition(partitions);
      }
    }
  }

  /** The deadline, for who receives it now. */
  public Deadline deadline() {
    return Deadline.in(answer);
  }
}

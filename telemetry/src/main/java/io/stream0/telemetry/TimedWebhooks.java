package io.stream0.telemetry;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Webhooks;
import java.util.Optional;

/** Measures what is asked of webhook workers; a test counts as waiting, since its endpoint may. */
public record TimedWebhooks(Webhooks webhooks, QueryMeters meters) implements Webhooks {
  @Override
  public Page list(Listing listing, Deadline deadline) {
    return meters.measure("ListDeliveries", false, () -> webhooks.list(listing, deadline));
  }

  @Override
  public Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Deadline deadline) {
    return meters.measure(
        "OwnerOfDelivery", false, () -> webhooks.owner(tenant, delivery, deadline));
  }

  @Override
  public Tested test(Test test, Deadline deadline) {
    return meters.measure("TestWebhook", true, () -> webhooks.test(test, deadline));
  }
}

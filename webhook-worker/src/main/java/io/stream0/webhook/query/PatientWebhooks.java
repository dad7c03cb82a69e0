package io.stream0.webhook.query;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Webhooks;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.progress.UntilHeld;
import java.util.Optional;

/** The port where all is one process. */
public final class PatientWebhooks implements Webhooks {
  private final Webhooks here;
  private final Progress progress;

  public PatientWebhooks(Webhooks here, Progress progress) {
    this.here = here;
    this.progress = progress;
  }

  @Override
  public Page list(Listing listing, Deadline deadline) {
    return UntilHeld.ask(progress, deadline, () -> here.list(listing, deadline));
  }

  @Override
  public Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Deadline deadline) {
    return UntilHeld.ask(progress, deadline, () -> here.owner(tenant, delivery, deadline));
  }

  @Override
  public Tested test(Test test, Deadline deadline) {
    return UntilHeld.ask(progress, deadline, () -> here.test(test, deadline));
  }
}

package io.stream0.webhook.attempt;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import java.util.concurrent.CompletableFuture;

/**
 * What attempts leave on the topics. Done when Kafka has acknowledged, with where it stands (at an
 * offset below 0 where Kafka does not tell); failed when it will not.
 */
public interface Journal {
  CompletableFuture<RecordPosition> append(DeliveryEvent event);

  CompletableFuture<RecordPosition> append(WebhookSwitchOffRequested event);

  /** Waits until all that was given to this is acknowledged, or will not be. */
  void flush();
}

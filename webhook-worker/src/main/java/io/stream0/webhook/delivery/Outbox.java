package io.stream0.webhook.delivery;

import io.stream0.protocol.id.DeliveryId;
import java.time.Duration;

/** Where what is due goes out. Nothing here waits. */
public interface Outbox {
  /** How many jobs for this endpoint would be taken now. */
  int room(Endpoint endpoint);

  /** How long until there may be room for more. */
  Duration patience(Endpoint endpoint);

  /** Takes a job for which there is room; {@code released} is told if it leaves no record. */
  void take(Job job, Runnable released);

  /** Records that there is nowhere to send it. */
  void giveUp(Life life, DeliveryId delivery, String reason, Runnable released);
}

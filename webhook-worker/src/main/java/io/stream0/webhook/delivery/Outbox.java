package io.stream0.webhook.delivery;

import io.stream0.protocol.id.DeliveryId;
import java.time.Duration;

/** Where what is due goes out. Nothing here waits. */
public interface Outbox {
  /** About how many jobs for this endpoint would be taken now; 0 only if none would. */
  int room(Endpoint endpoint);

  /** How long until there may be room for more. */
  Duration patience(Endpoint endpoint);

  /**
   * Takes a job.
   *
   * @return false if there is no room for it
   */
  boolean take(Job job);

  /**
   * Records that there is nowhere to send it.
   *
   * @return false if too much waits to be recorded already
   */
  boolean giveUp(Life life, DeliveryId delivery, String reason, Claim claim);
}

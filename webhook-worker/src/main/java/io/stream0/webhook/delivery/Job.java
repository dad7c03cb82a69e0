package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.id.DeliveryId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be made.
 *
 * @param agent as the directory has it now
 * @param content JSON; null where it is not told
 * @param round how often the delivery was asked for again
 * @param attempt 1 for the first of the round
 * @param failingSince since when the webhook only fails; null if it does not
 */
public record Job(
    Agent agent,
    URI webhook,
    Message message,
    @Nullable String content,
    int round,
    int attempt,
    @Nullable Instant failingSince) {
  public DeliveryId delivery() {
    return DeliveryId.of(message.id());
  }

  public Life life() {
    return new Life(agent.inbox(), agent.incarnation());
  }

  public Endpoint endpoint() {
    return Endpoint.of(webhook);
  }
}

package io.stream0.webhook.delivery;

import io.stream0.protocol.id.DeliveryId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be made.
 *
 * @param claim asked again when its turn comes
 * @param endpoint where its webhook led when this was handed out
 * @param content JSON; null where it was not to be told then
 * @param round how often the delivery was asked for again
 * @param attempt 1 for the first of the round
 */
public record Job(
    Claim claim,
    Life life,
    Endpoint endpoint,
    Message message,
    @Nullable String content,
    int round,
    int attempt) {
  public DeliveryId delivery() {
    return DeliveryId.of(message.id());
  }
}

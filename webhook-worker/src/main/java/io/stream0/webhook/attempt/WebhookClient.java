package io.stream0.webhook.attempt;

import java.time.Instant;

/** Sends a signed notification and says how it was taken. Blocks: call it on a virtual thread. */
public interface WebhookClient {
  /**
   * @param time {@code webhook-timestamp}
   * @param signature {@code webhook-signature}
   */
  Reply post(Notification notification, Instant time, String signature);
}

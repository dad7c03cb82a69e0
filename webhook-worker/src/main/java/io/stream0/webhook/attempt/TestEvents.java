package io.stream0.webhook.attempt;

import io.stream0.protocol.query.Webhooks.Test;
import io.stream0.protocol.query.Webhooks.Tested;
import io.stream0.protocol.secret.WebhookSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Sends events that tell of nothing, signed like all others and guarded alike. */
public final class TestEvents {
  private final WebhookClient client;
  private final WebhookSecrets secrets;
  private final InstantSource clock;

  public TestEvents(WebhookClient client, WebhookSecrets secrets, InstantSource clock) {
    this.client = client;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Waits for the answer, as long as an attempt may take. */
  public Tested send(Test test) {
    Instant now = clock.instant();
    String id = "wtest-" + UUID.randomUUID();
    byte[] body = Notification.ofTest(test.agent().agent(), now);
    String signature =
        Signature.of(
            secrets.of(test.agent(), test.incarnation(), test.secretEpoch()), id, now, body);
    long began = System.nanoTime();
    Reply reply = client.post(new Notification(test.webhook(), id, body), now, signature);
    return new Tested(id, reply.answer(), Duration.ofNanos(System.nanoTime() - began));
  }
}

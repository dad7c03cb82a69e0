package io.stream0.protocol.secret;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import java.nio.ByteBuffer;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of agents' webhooks: an HMAC-SHA256 over tenant, agent, incarnation and epoch.
 * Derived whenever one is needed, the same at every api and every worker and after every restart.
 */
public final class WebhookSecrets {
  private final SecretKeySpec key;

  public WebhookSecrets(Secret secret) {
    this.key = secret.keyFor("webhook-secret");
  }

  /**
   * @param epoch 1 and, with each rotation, one more
   */
  public WebhookSecret of(InboxKey agent, Incarnation incarnation, long epoch) {
    byte[] inbox = agent.bytes();
    return new WebhookSecret(
        Secret.mac(
            key,
            ByteBuffer.allocate(inbox.length + 1 + 2 * Long.BYTES)
                .put(inbox)
                .put((byte) 0)
                .putLong(incarnation.number())
                .putLong(epoch)
                .array()));
  }
}

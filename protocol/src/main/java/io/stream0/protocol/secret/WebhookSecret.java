package io.stream0.protocol.secret;

import java.util.Base64;

/**
 * What the notifications to one webhook are signed with, in the form of Standard Webhooks: {@code
 * whsec_} and the key in padded base64. Shown to whoever registers the agent, stored nowhere.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";

  private final byte[] key;

  WebhookSecret(byte[] key) {
    this.key = key;
  }

  /** The key of the HMAC-SHA256 that signs: 32 bytes. */
  public byte[] key() {
    return key.clone();
  }

  /** For the webhook's owner, and nobody else. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** Says nothing, so that no log ever shows one. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}

package io.stream0.webhook.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.secret.WebhookSecret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of <a href="https://www.standardwebhooks.com">Standard Webhooks</a> 1.0.0,
 * symmetric: {@code v1,} and, in base64, the HMAC-SHA256 of id, time in seconds and body, joined by
 * full stops.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";

  private Signature() {}

  static String of(WebhookSecret secret, String id, Instant time, byte[] body) {
    byte[] head = (id + '.' + time.getEpochSecond() + '.').getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      mac.update(head);
      mac.update(ByteBuffer.wrap(body));
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}

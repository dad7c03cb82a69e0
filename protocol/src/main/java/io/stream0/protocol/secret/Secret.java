package io.stream0.protocol.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.InvalidValueException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What an installation's tokens and webhook secrets derive from, and what its services know each
 * other by. Each purpose has a key of its own, derived by HMAC-SHA256 (RFC 2104), so that what is
 * shown of one says nothing of another.
 */
public final class Secret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_CHARACTERS = 32;

  private final SecretKeySpec key;

  /**
   * @param secret as an operator set it
   * @throws InvalidValueException if there is none, or it is short enough to be guessed
   */
  public Secret(@Nullable String secret) {
    if (secret == null || secret.length() < LEAST_CHARACTERS) {
      throw new InvalidValueException(
          "stream0.secret",
          secret == null ? "missing" : secret.length() + " characters",
          LEAST_CHARACTERS + " random characters or more, the same for every service");
    }
    this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
  }

  /** Tells two secrets apart, and nothing of either. */
  public String fingerprint() {
    return HexFormat.of().formatHex(mac(key, "fingerprint".getBytes(UTF_8)), 0, 8);
  }

  /**
   * The key of one purpose.
   *
   * @param purpose its name; never change it, or what was derived is void
   */
  public SecretKeySpec keyFor(String purpose) {
    return new SecretKeySpec(mac(key, purpose.getBytes(UTF_8)), ALGORITHM);
  }

  /** The HMAC-SHA256 of the data: 32 bytes. */
  public static byte[] mac(SecretKeySpec key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}

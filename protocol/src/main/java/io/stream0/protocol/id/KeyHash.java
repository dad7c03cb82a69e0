package io.stream0.protocol.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of an API key, as 64 hexadecimal digits: all that is kept of one. A look-up by it
 * takes as long for any wrong key.
 *
 * <p>Neither salted nor stretched, which protects what people think of: a key that was issued has
 * 256 random bits, so that no table and no guessing leads from its hash to it. And without a salt
 * the hash alone finds the key's record.
 */
public record KeyHash(String value) {
  private static final Pattern VALID = Pattern.compile("[0-9a-f]{64}");

  public KeyHash {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException("key hash", value, "64 of 0-9 and a-f");
    }
  }

  /**
   * @param key as its holder shows it
   */
  public static KeyHash of(String key) {
    try {
      return new KeyHash(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

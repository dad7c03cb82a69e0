package io.stream0.protocol.secret;

import io.stream0.protocol.id.Base32;
import io.stream0.protocol.id.KeyHash;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * An API key that this installation issues: {@code s0key-}, by which people and scanners for leaked
 * secrets know it, and 256 random bits in 52 of {@code 0-9a-v}. Shown once, to whoever asked for
 * it; kept as its hash only.
 */
public final class ApiKey {
  private static final String PREFIX = "s0key-";
  private static final int BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "[0-9a-v]{" + Base32.digits(BYTES) + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** A key that nobody has. */
  public static ApiKey random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ApiKey(PREFIX + Base32.of(bytes));
  }

  /** Whether a text may be a key of some installation; if not, none needs to be looked for. */
  public static boolean hasForm(String text) {
    return FORM.matcher(text).matches();
  }

  /** For the key's holder, and nobody else. */
  public String text() {
    return text;
  }

  public KeyHash hash() {
    return KeyHash.of(text);
  }

  /** Says nothing, so that no log ever shows one. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}

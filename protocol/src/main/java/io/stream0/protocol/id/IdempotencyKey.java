package io.stream0.protocol.id;

import java.util.regex.Pattern;

/** What a caller names a request by, so that a repeat of it is known to be one. */
public record IdempotencyKey(String value) {
  private static final Pattern VALID =
      Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,254}[\\x21-\\x7e])?");

  public IdempotencyKey {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException(
          "Idempotency-Key", value, "1 to 256 printable ASCII characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

package io.stream0.protocol.id;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an issued API key is known by in public: {@code kid-} and the 26 digits of a UUIDv7 (RFC
 * 9562). It says nothing of the key itself.
 */
public record KeyId(String value) {
  private static final String PREFIX = "kid-";
  private static final Pattern VALID = Pattern.compile(PREFIX + "[0-9a-v]{26}");

  public KeyId {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException("key id", value, "kid- and 26 of 0-9 and a-v");
    }
  }

  public static KeyId of(UUID uuid) {
    return new KeyId(
        PREFIX
            + Base32.of(
                ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array()));
  }

  @Override
  public String toString() {
    return value;
  }
}

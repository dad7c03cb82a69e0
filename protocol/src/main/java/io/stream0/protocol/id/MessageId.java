package io.stream0.protocol.id;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A message: {@code imsg-} and 32 characters of RFC 4648 base32hex in lower case, which sort as
 * their bytes do. The 20 bytes are a UUIDv7 (RFC 9562) and the hash of the inbox's key, so that an
 * id alone leads to the partition of its inbox.
 */
public record MessageId(String value) {
  /** Length of {@link #bytes()}. */
  public static final int BYTES = 20;

  private static final String PREFIX = "imsg-";
  private static final int DIGITS = 32;
  private static final int RADIX = 32;

  /** The first 48 of a UUIDv7's bits are its time. */
  private static final int TIME_SHIFT = 16;

  private static final Pattern DIGITS_ONLY = Pattern.compile("[0-9a-v]{" + DIGITS + "}");
  private static final Pattern VALID = Pattern.compile(PREFIX + "[0-9a-v]{" + DIGITS + "}");

  public MessageId {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException("message id", value, "imsg- and 32 of 0-9 and a-v");
    }
  }

  public static MessageId of(UUID uuid, InboxKey inbox) {
    return of(
        ByteBuffer.allocate(BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .putInt(RecordKeys.hash(inbox.bytes()))
            .array());
  }

  /** The inverse of {@link #bytes()}. */
  public static MessageId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new InvalidValueException("message id", bytes.length + " bytes", BYTES + " bytes");
    }
    return new MessageId(PREFIX + Base32.of(bytes));
  }

  /** The digits behind the prefix. */
  String digits() {
    return value.substring(PREFIX.length());
  }

  static MessageId ofDigits(String digits) {
    return new MessageId(PREFIX + digits);
  }

  static boolean areDigits(String text) {
    return DIGITS_ONLY.matcher(text).matches();
  }

  public byte[] bytes() {
    BigInteger number = new BigInteger(digits(), RADIX);
    byte[] magnitude = number.toByteArray();
    byte[] bytes = new byte[BYTES];
    // BigInteger prepends a zero byte where the first bit is set, and drops leading zeros.
    int length = Math.min(magnitude.length, BYTES);
    System.arraycopy(magnitude, magnitude.length - length, bytes, BYTES - length, length);
    return bytes;
  }

  /** When the id was made, by the clock of whoever made it: the UUID's time (RFC 9562). */
  public Instant madeAt() {
    return Instant.ofEpochMilli(ByteBuffer.wrap(bytes()).getLong() >>> TIME_SHIFT);
  }

  /** The partition of the inbox that this message was sent to. */
  public int partition(int partitions) {
    return RecordKeys.partition(ByteBuffer.wrap(bytes()).getInt(BYTES - Integer.BYTES), partitions);
  }

  @Override
  public String toString() {
    return value;
  }
}

package io.stream0.streams.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds keys whose order is that of their parts. Text ends in a zero byte, which no id can hold,
 * so no text is the beginning of another.
 */
public final class KeyBuilder {
  private static final int NUMBER = Long.BYTES;

  private final byte[] bytes;

  private KeyBuilder(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param kind what the row is; rows of one kind stand together
   */
  public static KeyBuilder of(char kind) {
    return new KeyBuilder(new byte[] {(byte) kind});
  }

  public KeyBuilder text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  public KeyBuilder text(byte[] utf8) {
    return new KeyBuilder(
        ByteBuffer.allocate(bytes.length + utf8.length + 1)
            .put(bytes)
            .put(utf8)
            .put((byte) 0)
            .array());
  }

  /** Bytes of a fixed length. */
  public KeyBuilder bytes(byte[] fixed) {
    return new KeyBuilder(
        ByteBuffer.allocate(bytes.length + fixed.length).put(bytes).put(fixed).array());
  }

  /**
   * @param number 0 or more
   */
  public KeyBuilder number(long number) {
    return new KeyBuilder(
        ByteBuffer.allocate(bytes.length + NUMBER).put(bytes).putLong(number).array());
  }

  /** Behind every key that begins with this one: no text and no number has a byte 0xff in front. */
  public byte[] behind() {
    return ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) 0xff).array();
  }

  public byte[] key() {
    return bytes;
  }

  /** The number that a key ends in. */
  public static long lastNumber(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - NUMBER);
  }
}

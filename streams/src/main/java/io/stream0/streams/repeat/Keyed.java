package io.stream0.streams.repeat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.MessageId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * What an idempotency key stands for.
 *
 * @param offset of the record that sent the message
 * @param at when Kafka appended that record
 * @param fingerprint of the message
 */
public record Keyed(long offset, Instant at, MessageId id, String fingerprint) {
  private static final int NUMBERS = 2 * Long.BYTES + MessageId.BYTES;

  byte[] value() {
    byte[] text = fingerprint.getBytes(UTF_8);
    return ByteBuffer.allocate(NUMBERS + text.length)
        .putLong(offset)
        .putLong(at.toEpochMilli())
        .put(id.bytes())
        .put(text)
        .array();
  }

  static Keyed of(byte[] value) {
    ByteBuffer row = ByteBuffer.wrap(value);
    return new Keyed(
        row.getLong(),
        Instant.ofEpochMilli(row.getLong()),
        MessageId.of(Arrays.copyOfRange(value, 2 * Long.BYTES, NUMBERS)),
        new String(value, NUMBERS, value.length - NUMBERS, UTF_8));
  }
}

package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A message that is to be told of.
 *
 * @param offset of the record of {@code inbox} that sent it
 * @param createdAt when Kafka appended that record
 */
public record Message(
    long offset, Instant createdAt, MessageId id, ThreadId thread, AgentId from, MessageType type) {
  private static final int NUMBERS = 2 * Long.BYTES + 2 * Integer.BYTES;

  static Message of(MessageSent sent, long offset, Instant at) {
    return new Message(offset, at, sent.id(), sent.thread(), sent.from().id(), sent.type());
  }

  /** The row's value; the id is in its key. */
  byte[] value() {
    byte[] threadBytes = thread.value().getBytes(UTF_8);
    byte[] fromBytes = from.value().getBytes(UTF_8);
    byte[] typeBytes = type.wireName().getBytes(UTF_8);
    return ByteBuffer.allocate(NUMBERS + threadBytes.length + fromBytes.length + typeBytes.length)
        .putLong(offset)
        .putLong(createdAt.toEpochMilli())
        .putInt(threadBytes.length)
        .putInt(fromBytes.length)
        .put(threadBytes)
        .put(fromBytes)
        .put(typeBytes)
        .array();
  }

  static Message of(MessageId id, byte[] value) {
    ByteBuffer row = ByteBuffer.wrap(value);
    long offset = row.getLong();
    Instant createdAt = Instant.ofEpochMilli(row.getLong());
    int threadBytes = row.getInt();
    int fromBytes = row.getInt();
    ThreadId thread = new ThreadId(text(row, threadBytes));
    AgentId from = new AgentId(text(row, fromBytes));
    return new Message(
        offset, createdAt, id, thread, from, MessageType.of(text(row, row.remaining())));
  }

  private static String text(ByteBuffer row, int length) {
    byte[] utf8 = new byte[length];
    row.get(utf8);
    return new String(utf8, UTF_8);
  }
}

package io.stream0.processor.thread;

import io.stream0.processor.message.StoredMessage;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the thread store. All rows are facts.
 *
 * <table>
 * <caption>Rows</caption>
 * <tr><th>kind</th><th>key</th><th>value</th><th></th></tr>
 * <tr><td>{@code M}</td><td>thread, offset</td><td>message id, who, JSON</td><td>a message</td></tr>
 * <tr><td>{@code S}</td><td>thread, partition and offset of its source</td><td>offset</td><td>the
 * entry that counts for a record of {@code inbox}</td></tr>
 * <tr><td>{@code A}</td><td>thread, message id</td><td>offset</td><td>the message is acked</td></tr>
 * </table>
 */
final class ThreadRows {
  private static final char MESSAGE = 'M';
  private static final char BY_SOURCE = 'S';
  private static final char ACK = 'A';

  private static final long NOT_REGISTERED = 0;

  /** Where in its row a message begins: behind its id, its sender's life and its recipient's. */
  private static final int MESSAGE_AT = MessageId.BYTES + 2 * Long.BYTES;

  private ThreadRows() {}

  /**
   * A message of a thread.
   *
   * @param from which life of an agent sent it; null for a sender that was not registered
   * @param to which life of an agent received it
   */
  static byte[] messageValue(
      MessageId id, @Nullable Incarnation from, Incarnation to, StoredMessage message) {
    return message
        .putTo(
            ByteBuffer.allocate(MESSAGE_AT + message.size())
                .put(id.bytes())
                .putLong(from == null ? NOT_REGISTERED : from.number())
                .putLong(to.number()))
        .array();
  }

  /** The bytes of the id of a message. */
  static byte[] messageId(byte[] messageValue) {
    return Arrays.copyOf(messageValue, MessageId.BYTES);
  }

  /** Whether this life of an agent sent or received it; a tenant has each number once. */
  static boolean hasPart(byte[] messageValue, Incarnation agent) {
    ByteBuffer row = ByteBuffer.wrap(messageValue);
    long from = row.getLong(MessageId.BYTES);
    long to = row.getLong(MessageId.BYTES + Long.BYTES);
    return from == agent.number() || to == agent.number();
  }

  static StoredMessage message(byte[] messageValue) {
    return StoredMessage.from(ByteBuffer.wrap(messageValue).position(MESSAGE_AT));
  }

  static byte[] messageKey(ThreadKey thread, long offset) {
    return KeyBuilder.of(MESSAGE).text(thread.bytes()).number(offset).key();
  }

  static byte[] bySourceKey(ThreadKey thread, RecordPosition source) {
    return KeyBuilder.of(BY_SOURCE)
        .text(thread.bytes())
        .number(source.partition())
        .number(source.offset())
        .key();
  }

  /**
   * @param messageId the bytes of a message's id
   */
  static byte[] ackKey(ThreadKey thread, byte[] messageId) {
    return KeyBuilder.of(ACK).text(thread.bytes()).bytes(messageId).key();
  }

  /** Before every message's key. */
  static final byte[] FIRST_MESSAGE = {MESSAGE};

  /** Behind every message's key. */
  static final byte[] LAST_MESSAGE = {MESSAGE + 1};

  /** Before every source's key. */
  static final byte[] FIRST_SOURCE = {BY_SOURCE};

  /** Behind every source's key. */
  static final byte[] LAST_SOURCE = {BY_SOURCE + 1};

  /** Behind the messages of a thread. */
  static byte[] behindMessages(ThreadKey thread) {
    return KeyBuilder.of(MESSAGE).text(thread.bytes()).behind();
  }

  static ThreadKey threadOfMessage(byte[] messageKey) {
    return ThreadKey.of(Arrays.copyOfRange(messageKey, 1, messageKey.length - Long.BYTES - 1));
  }

  static ThreadKey threadOfSource(byte[] sourceKey) {
    return ThreadKey.of(Arrays.copyOfRange(sourceKey, 1, sourceKey.length - 2 * Long.BYTES - 1));
  }

  /** A row whose value is the offset of the entry that made it. */
  static Row row(byte[] key, long offset) {
    return new Row(key, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
  }

  static long offset(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}

package io.stream0.processor.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.processor.message.StoredMessage;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.streams.repeat.Repeats;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the inbox store.
 *
 * <p>An inbox numbers what it takes 1, 2, 3, … in each incarnation: the <i>position</i> of a
 * message, a function of the log like all else here.
 *
 * <table>
 * <caption>Rows</caption>
 * <tr><th>kind</th><th>key</th><th>value</th><th></th></tr>
 * <tr><td>{@code O}</td><td>inbox, incarnation</td><td>offset</td><td>fact: opened</td></tr>
 * <tr><td>{@code E}</td><td>inbox, incarnation</td><td>offset, time</td><td>fact: erased</td></tr>
 * <tr><td>{@code M}</td><td>inbox, incarnation, position</td><td>offset, id, JSON</td><td>fact: a message
 * </td></tr>
 * <tr><td>{@code I}</td><td>tenant, message id</td><td>where it is</td><td>fact: the same, by id</td>
 * </tr>
 * <tr><td>{@code T}</td><td>inbox, incarnation, thread, position</td><td></td><td>fact: the same, by
 * thread</td></tr>
 * <tr><td>{@code K}</td><td>inbox, incarnation, sender, idempotency key, offset</td><td>offset, time,
 * id, fingerprint</td><td>fact: the message that a key stands for, as of its offset</td></tr>
 * <tr><td>{@code A}</td><td>inbox, incarnation, position</td><td>offset, idempotency key</td><td>fact: the
 * acknowledgement that won</td></tr>
 * <tr><td>{@code N}</td><td>inbox, incarnation, position</td><td>position</td><td>hint: all from the
 * one to before the other are acked</td></tr>
 * <tr><td>{@code P}</td><td>inbox, incarnation, position</td><td>position</td><td>hint: all from the
 * other to before the one are acked</td></tr>
 * <tr><td>{@code S}</td><td>inbox, incarnation, position</td><td>offset</td><td>fact: the message
 * that had the position, swept since; the newest is kept, so that positions go on</td></tr>
 * </table>
 *
 * <p>An acknowledgement is for good, so a hint that was ever true stays true: a stale one names a
 * shorter run, and costs whoever follows it time.
 */
final class InboxRows {
  private static final char OPENED = 'O';
  private static final char ERASED = 'E';
  private static final char MESSAGE = 'M';
  private static final char BY_ID = 'I';
  private static final char BY_THREAD = 'T';
  private static final char ACK = 'A';
  private static final char RUN_END = 'N';
  private static final char RUN_START = 'P';
  private static final char SWEPT = 'S';

  private static final byte[] NOTHING = {};

  /** Where in its row a message begins: behind its offset and its id. */
  private static final int MESSAGE_AT = Long.BYTES + MessageId.BYTES;

  private InboxRows() {}

  /**
   * Where a message is.
   *
   * @param offset of the record that sent it
   * @param at when Kafka appended that record
   */
  record Place(
      AgentId agent,
      Incarnation incarnation,
      long position,
      long offset,
      Instant at,
      ThreadId thread) {
    private static final int NUMBERS = 4 * Long.BYTES + Integer.BYTES;

    byte[] value() {
      byte[] agentBytes = agent.value().getBytes(UTF_8);
      byte[] threadBytes = thread.value().getBytes(UTF_8);
      return ByteBuffer.allocate(NUMBERS + agentBytes.length + threadBytes.length)
          .putLong(incarnation.number())
          .putLong(position)
          .putLong(offset)
          .putLong(at.toEpochMilli())
          .putInt(agentBytes.length)
          .put(agentBytes)
          .put(threadBytes)
          .array();
    }

    static Place of(byte[] value) {
      ByteBuffer row = ByteBuffer.wrap(value);
      long incarnation = row.getLong();
      long position = row.getLong();
      long offset = row.getLong();
      long at = row.getLong();
      int agentBytes = row.getInt();
      return new Place(
          new AgentId(new String(value, NUMBERS, agentBytes, UTF_8)),
          new Incarnation(incarnation),
          position,
          offset,
          Instant.ofEpochMilli(at),
          new ThreadId(
              new String(value, NUMBERS + agentBytes, value.length - NUMBERS - agentBytes, UTF_8)));
    }
  }

  /**
   * A message in an inbox.
   *
   * @param offset of the record that sent it
   */
  static byte[] messageValue(long offset, MessageId id, StoredMessage message) {
    return message
        .putTo(ByteBuffer.allocate(MESSAGE_AT + message.size()).putLong(offset).put(id.bytes()))
        .array();
  }

  static MessageId messageId(byte[] messageValue) {
    return MessageId.of(Arrays.copyOfRange(messageValue, Long.BYTES, MESSAGE_AT));
  }

  static StoredMessage message(byte[] messageValue) {
    return StoredMessage.from(ByteBuffer.wrap(messageValue).position(MESSAGE_AT));
  }

  /**
   * The end of an incarnation.
   *
   * @param offset of the record that erased it
   * @param at when Kafka appended that record
   */
  static byte[] erasedValue(long offset, Instant at) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(offset).putLong(at.toEpochMilli()).array();
  }

  static Instant erasedAt(byte[] erasedValue) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(erasedValue).getLong(Long.BYTES));
  }

  static byte[] openedKey(InboxKey inbox, long incarnation) {
    return KeyBuilder.of(OPENED).text(inbox.bytes()).number(incarnation).key();
  }

  static byte[] erasedKey(InboxKey inbox, Incarnation incarnation) {
    return of(ERASED, inbox, incarnation).key();
  }

  static byte[] messageKey(InboxKey inbox, Incarnation incarnation, long position) {
    return of(MESSAGE, inbox, incarnation).number(position).key();
  }

  static byte[] byIdKey(TenantId tenant, MessageId id) {
    return KeyBuilder.of(BY_ID).text(tenant.value()).bytes(id.bytes()).key();
  }

  static byte[] byThreadKey(
      InboxKey inbox, Incarnation incarnation, ThreadId thread, long position) {
    return of(BY_THREAD, inbox, incarnation).text(thread.value()).number(position).key();
  }

  /**
   * The acknowledgement that won.
   *
   * @param key the key that its repeats are told by, if it has one
   */
  static byte[] ackValue(long offset, @Nullable IdempotencyKey key) {
    byte[] text = key == null ? NOTHING : key.value().getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(offset).put(text).array();
  }

  static @Nullable IdempotencyKey ackedBy(byte[] ackValue) {
    return ackValue.length == Long.BYTES
        ? null
        : new IdempotencyKey(new String(ackValue, Long.BYTES, ackValue.length - Long.BYTES, UTF_8));
  }

  static byte[] ackKey(InboxKey inbox, Incarnation incarnation, long position) {
    return of(ACK, inbox, incarnation).number(position).key();
  }

  static byte[] runEndKey(InboxKey inbox, Incarnation incarnation, long start) {
    return of(RUN_END, inbox, incarnation).number(start).key();
  }

  static byte[] runStartKey(InboxKey inbox, Incarnation incarnation, long end) {
    return of(RUN_START, inbox, incarnation).number(end).key();
  }

  static byte[] sweptKey(InboxKey inbox, Incarnation incarnation, long position) {
    return of(SWEPT, inbox, incarnation).number(position).key();
  }

  private static KeyBuilder of(char kind, InboxKey inbox, Incarnation incarnation) {
    return KeyBuilder.of(kind).text(inbox.bytes()).number(incarnation.number());
  }

  /** Before every erasure's key. */
  static final byte[] FIRST_ERASED = {ERASED};

  /** Behind every erasure's key. */
  static final byte[] LAST_ERASED = {ERASED + 1};

  /** Before every message's key. */
  static final byte[] FIRST_MESSAGE = {MESSAGE};

  /** Behind every message's key. */
  static final byte[] LAST_MESSAGE = {MESSAGE + 1};

  /** Behind the messages of an incarnation. */
  static byte[] behindMessages(InboxKey inbox, Incarnation incarnation) {
    return of(MESSAGE, inbox, incarnation).behind();
  }

  static InboxKey inboxOfMessage(byte[] messageKey) {
    return InboxKey.of(Arrays.copyOfRange(messageKey, 1, messageKey.length - 2 * Long.BYTES - 1));
  }

  static Incarnation incarnationOfMessage(byte[] messageKey) {
    return new Incarnation(ByteBuffer.wrap(messageKey).getLong(messageKey.length - 2 * Long.BYTES));
  }

  static InboxKey inboxOfErased(byte[] erasedKey) {
    return InboxKey.of(Arrays.copyOfRange(erasedKey, 1, erasedKey.length - Long.BYTES - 1));
  }

  /**
   * Rows that stand together.
   *
   * @param messages whether they are messages, each of which has a row by id too
   */
  @SuppressWarnings("ArrayRecordComponent") // keys of a scan; never compared
  record Range(byte[] from, byte[] to, boolean messages) {}

  /** Where all rows of an incarnation stand, but for its erasure and its opening; messages last. */
  static List<Range> rangesOf(InboxKey inbox, Incarnation incarnation) {
    return Stream.of(BY_THREAD, Repeats.BY_KEY, ACK, RUN_END, RUN_START, SWEPT, MESSAGE)
        .map(
            kind ->
                new Range(
                    of(kind, inbox, incarnation).key(),
                    of(kind, inbox, incarnation).behind(),
                    kind == MESSAGE))
        .toList();
  }

  /** A row whose value is one number, such as the offset of the record that made it. */
  static Row row(byte[] key, long number) {
    return new Row(key, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  static Row mark(byte[] key) {
    return new Row(key, NOTHING);
  }

  /** The number that a value begins with: of every fact, the offset of the record that made it. */
  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}

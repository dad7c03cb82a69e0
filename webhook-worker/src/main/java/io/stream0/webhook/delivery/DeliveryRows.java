package io.stream0.webhook.delivery;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * The layout of the webhook store. Offsets of {@code D}, {@code B} and {@code A} are of {@code
 * inbox}, those of {@code T} and {@code N} of {@code deliveries}.
 *
 * <table>
 * <caption>Rows</caption>
 * <tr><th>kind</th><th>key</th><th>value</th><th></th></tr>
 * <tr><td>{@code D}</td><td>agent, incarnation, message id</td><td>offset, what to tell</td><td>fact:
 * a message to tell of</td></tr>
 * <tr><td>{@code O}</td><td>tenant, message id</td><td>incarnation</td><td>fact: whose it is</td></tr>
 * <tr><td>{@code B}</td><td>agent, incarnation, message id</td><td>JSON</td><td>fact: its content, where that is told
 * too</td></tr>
 * <tr><td>{@code T}</td><td>the same, offset</td><td>what happened</td><td>fact: a step</td></tr>
 * <tr><td>{@code N}</td><td>agent, incarnation, revision, offset</td><td>time or 0</td><td>fact: from
 * here on the webhook fails, since then, or does not; the newest counts</td></tr>
 * <tr><td>{@code A}</td><td>offset</td><td></td><td>fact: what is below was passed; the highest
 * counts</td></tr>
 * <tr><td>{@code K}</td><td colspan="2">as in the inbox store</td><td>fact: the message that an
 * idempotency key stands for</td></tr>
 * <tr><td>{@code U}</td><td>agent, incarnation, due time, message id, cause</td><td></td><td>hint:
 * something may be due then</td></tr>
 * </table>
 */
final class DeliveryRows {
  private static final char MESSAGE = 'D';
  private static final char OWNER = 'O';
  private static final char CONTENT = 'B';
  private static final char STEP = 'T';
  private static final char FAILING = 'N';
  private static final char PASSED = 'A';
  private static final char DUE = 'U';

  private static final byte[] NOTHING = {};

  /** Behind the agent and its incarnation: due time, message id, offset. */
  private static final int DUE_TAIL = Long.BYTES + MessageId.BYTES + Long.BYTES;

  static final byte[] FIRST_PASSED = {PASSED};
  static final byte[] LAST_PASSED = {PASSED + 1};
  static final byte[] FIRST_DUE = {DUE};
  static final byte[] LAST_DUE = {DUE + 1};

  private DeliveryRows() {}

  private static KeyBuilder of(char kind, Life life) {
    return KeyBuilder.of(kind).text(life.agent().bytes()).number(life.incarnation().number());
  }

  static byte[] messageKey(Life life, MessageId id) {
    return of(MESSAGE, life).bytes(id.bytes()).key();
  }

  /** Before all messages of an agent's life. */
  static byte[] firstMessage(Life life) {
    return of(MESSAGE, life).key();
  }

  /** Behind them; message ids begin with a time that leaves room. */
  static byte[] lastMessage(Life life) {
    return of(MESSAGE, life).behind();
  }

  static MessageId messageId(byte[] messageKey) {
    return MessageId.of(
        Arrays.copyOfRange(messageKey, messageKey.length - MessageId.BYTES, messageKey.length));
  }

  static byte[] ownerKey(TenantId tenant, MessageId id) {
    return KeyBuilder.of(OWNER).text(tenant.value()).bytes(id.bytes()).key();
  }

  static byte[] contentKey(Life life, MessageId id) {
    return of(CONTENT, life).bytes(id.bytes()).key();
  }

  static byte[] stepKey(Life life, MessageId id, long offset) {
    return of(STEP, life).bytes(id.bytes()).number(offset).key();
  }

  static byte[] failingKey(Life life, long revision, long offset) {
    return of(FAILING, life).number(revision).number(offset).key();
  }

  static byte[] passedKey(long offset) {
    return KeyBuilder.of(PASSED).number(offset).key();
  }

  static byte[] dueKey(Life life, Instant due, MessageId id, long made) {
    return of(DUE, life).number(due.toEpochMilli()).bytes(id.bytes()).number(made).key();
  }

  static boolean isDue(byte[] key) {
    return key[0] == DUE;
  }

  static byte[] firstDue(Life life) {
    return of(DUE, life).key();
  }

  /** Behind all that is due up to and at this time. */
  static byte[] dueBehind(Life life, Instant due) {
    return of(DUE, life).number(due.toEpochMilli()).behind();
  }

  static byte[] lastDue(Life life) {
    return of(DUE, life).behind();
  }

  /** A row that is there, and no more. */
  static Row mark(byte[] key) {
    return new Row(key, NOTHING);
  }

  /** What a hint says. */
  record Due(Life life, Instant at, MessageId id, long made) {
    static Due of(byte[] key) {
      int tail = key.length - DUE_TAIL;
      ByteBuffer numbers = ByteBuffer.wrap(key, tail, DUE_TAIL);
      Instant at = Instant.ofEpochMilli(numbers.getLong());
      byte[] id = new byte[MessageId.BYTES];
      numbers.get(id);
      int agentEnd = tail - Long.BYTES - 1;
      return new Due(
          new Life(
              InboxKey.of(Arrays.copyOfRange(key, 1, agentEnd)),
              new Incarnation(ByteBuffer.wrap(key).getLong(agentEnd + 1))),
          at,
          MessageId.of(id),
          numbers.getLong());
    }
  }
}

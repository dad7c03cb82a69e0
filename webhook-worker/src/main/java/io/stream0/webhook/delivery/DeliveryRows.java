package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.AgentId;
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
 * The layout of the webhook store. Offsets of {@code D}, {@code S} and {@code A} are of {@code
 * inbox}, those of {@code T} and {@code N} of {@code deliveries}.
 *
 * <table>
 * <caption>Rows</caption>
 * <tr><th>kind</th><th>key</th><th>value</th><th></th></tr>
 * <tr><td>{@code D}</td><td>agent, incarnation, message id</td><td>offset, what to tell</td><td>fact:
 * a message to tell of</td></tr>
 * <tr><td>{@code O}</td><td>tenant, message id</td><td>incarnation, agent</td><td>fact: whose it is</td></tr>
 * <tr><td>{@code B}</td><td>agent, incarnation, message id</td><td>JSON</td><td>fact: its content, where that is told
 * too</td></tr>
 * <tr><td>{@code T}</td><td>the same, offset</td><td>what happened</td><td>fact: a step</td></tr>
 * <tr><td>{@code N}</td><td>agent, incarnation, revision, offset</td><td>time or 0</td><td>fact: from
 * here on the webhook fails, since then, or does not; the newest counts</td></tr>
 * <tr><td>{@code S}</td><td>agent, incarnation, message id, offset</td><td></td><td>fact: which
 * deliveries are swept ({@link SweptUpTo}); the last counts</td></tr>
 * <tr><td>{@code A}</td><td>offset</td><td></td><td>fact: what is below was passed; the highest
 * counts</td></tr>
 * <tr><td>{@code K}</td><td colspan="2">as in the inbox store</td><td>fact: the message that an
 * idempotency key stands for</td></tr>
 * <tr><td>{@code U}</td><td>agent, incarnation, due time, message id, cause</td><td></td><td>hint:
 * something may be due then</td></tr>
 * </table>
 */
final class DeliveryRows {
  static final char MESSAGE = 'D';
  static final char STEP = 'T';
  static final char FAILING = 'N';
  static final char SWEPT = 'S';
  private static final char OWNER = 'O';
  private static final char CONTENT = 'B';
  private static final char PASSED = 'A';
  private static final char DUE = 'U';

  /** Whose keys begin with an agent and its incarnation; what leads to others stands last. */
  static final char[] OF_A_LIFE = {DUE, STEP, CONTENT, FAILING, SWEPT, MESSAGE};

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

  /** Before all rows of a kind. */
  static byte[] first(char kind) {
    return new byte[] {(byte) kind};
  }

  /** Behind them. */
  static byte[] last(char kind) {
    return new byte[] {(byte) (kind + 1)};
  }

  /** Before all rows of a kind and a life. */
  static byte[] first(char kind, Life life) {
    return of(kind, life).key();
  }

  /** Behind them. */
  static byte[] behind(char kind, Life life) {
    return of(kind, life).behind();
  }

  /** Whose a row of {@link #OF_A_LIFE} is. */
  static Life life(byte[] key) {
    int end = 1;
    while (key[end] != 0) {
      end++;
    }
    return new Life(
        InboxKey.of(Arrays.copyOfRange(key, 1, end)),
        new Incarnation(ByteBuffer.wrap(key).getLong(end + 1)));
  }

  static byte[] ownerKey(TenantId tenant, MessageId id) {
    return KeyBuilder.of(OWNER).text(tenant.value()).bytes(id.bytes()).key();
  }

  static Row owner(Life life, MessageId id) {
    byte[] agent = life.agent().agent().value().getBytes(UTF_8);
    return new Row(
        ownerKey(life.agent().tenant(), id),
        ByteBuffer.allocate(Long.BYTES + agent.length)
            .putLong(life.incarnation().number())
            .put(agent)
            .array());
  }

  static Life owner(TenantId tenant, byte[] value) {
    ByteBuffer row = ByteBuffer.wrap(value);
    Incarnation incarnation = new Incarnation(row.getLong());
    return new Life(new InboxKey(tenant, new AgentId(UTF_8.decode(row).toString())), incarnation);
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

  static long revision(byte[] failingKey) {
    return ByteBuffer.wrap(failingKey).getLong(failingKey.length - 2 * Long.BYTES);
  }

  static byte[] sweptKey(Life life, SweptUpTo upTo) {
    return of(SWEPT, life).bytes(upTo.id().bytes()).number(upTo.offset()).key();
  }

  static SweptUpTo sweptUpTo(byte[] sweptKey) {
    int idEnd = sweptKey.length - Long.BYTES;
    return new SweptUpTo(
        MessageId.of(Arrays.copyOfRange(sweptKey, idEnd - MessageId.BYTES, idEnd)),
        KeyBuilder.lastNumber(sweptKey));
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

  /** Before all that is due at a time. */
  static byte[] firstRetry(Life life) {
    return of(DUE, life).number(1).key();
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
    byte[] key() {
      return dueKey(life, at, id, made);
    }

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

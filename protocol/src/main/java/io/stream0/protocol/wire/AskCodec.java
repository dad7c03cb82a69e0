package io.stream0.protocol.wire;

import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks as JSON objects. */
public final class AskCodec {
  /** More than the longest ids of any query take. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final String READ_INBOX = "read_inbox";
  private static final String FIND_MESSAGE = "find_message";
  private static final String OUTCOME_OF_SEND = "outcome_of_send";
  private static final String OUTCOME_OF_ACK = "outcome_of_ack";
  private static final String INBOX_IS_OPEN = "inbox_is_open";
  private static final String INBOX_IS_ERASED = "inbox_is_erased";
  private static final String READ_THREAD = "read_thread";
  private static final String THREAD_HAS_MESSAGE = "thread_has_message";
  private static final String ENTRY_COUNTS = "entry_counts";

  static final String ANSWER_US = "answer_us";

  private static final String TO_END = "to_end";
  private static final String KEY = "idempotency_key";
  private static final String FINGERPRINT = "request_fingerprint";
  private static final long NANOS_A_MICRO = 1_000;

  private AskCodec() {}

  public static byte[] encode(Ask ask) {
    return JsonWriter.object(
        json -> {
          json.put("id", ask.id())
              .put("match_us", micros(ask.match()))
              .put(ANSWER_US, micros(ask.answer()))
              .put("up_to", ask.freshness().offset());
          if (ask.freshness().toEnd()) {
            json.put(TO_END, 1);
          }
          write(json, ask.query());
        });
  }

  private static void write(JsonWriter json, Query<?> query) {
    switch (query) {
      case Query.ReadInbox q ->
          inbox(json.put("query", READ_INBOX), q.inbox(), q.incarnation())
              .put("status", q.status().name().toLowerCase(Locale.ROOT))
              .putIfThere("thread_id", q.thread() == null ? null : q.thread().value())
              .put("after", q.after())
              .put("limit", q.limit());
      case Query.FindMessage q ->
          json.put("query", FIND_MESSAGE)
              .put("tenant", q.tenant().value())
              .put("message_id", q.id().value());
      case Query.OutcomeOfSend q -> {
        inbox(json.put("query", OUTCOME_OF_SEND), q.inbox(), q.incarnation())
            .put("message_id", q.id().value())
            .put("from", q.from().value())
            .put("offset", q.offset())
            .put("at_ms", q.at().toEpochMilli());
        if (q.repeatable() != null) {
          json.put(KEY, q.repeatable().key().value())
              .put(FINGERPRINT, q.repeatable().fingerprint());
        }
      }
      case Query.OutcomeOfAck q ->
          inbox(json.put("query", OUTCOME_OF_ACK), q.acked().inbox(), q.acked().incarnation())
              .put("message_id", q.acked().id().value())
              .putIfThere(KEY, q.acked().key() == null ? null : q.acked().key().value())
              .put("offset", q.offset());
      case Query.InboxIsOpen q ->
          inbox(json.put("query", INBOX_IS_OPEN), q.inbox(), q.incarnation());
      case Query.InboxIsErased q ->
          inbox(json.put("query", INBOX_IS_ERASED), q.inbox(), q.incarnation());
      case Query.ReadThread q -> {
        thread(json.put("query", READ_THREAD), q.thread());
        if (q.participant() != null) {
          json.put("participant", q.participant().number());
        }
        json.put("after", q.after()).put("limit", q.limit());
      }
      case Query.ThreadHasMessage q ->
          source(thread(json.put("query", THREAD_HAS_MESSAGE), q.thread()), q.source());
      case Query.EntryCounts q ->
          source(thread(json.put("query", ENTRY_COUNTS), q.thread()), q.source())
              .putIfThere("message_id", q.acked() == null ? null : q.acked().value())
              .put("offset", q.offset());
    }
  }

  static JsonWriter inbox(JsonWriter json, InboxKey inbox, Incarnation incarnation) {
    return json.put("tenant", inbox.tenant().value())
        .put("agent", inbox.agent().value())
        .put("incarnation", incarnation.number());
  }

  private static JsonWriter thread(JsonWriter json, ThreadKey thread) {
    return json.put("tenant", thread.tenant().value()).put("thread_id", thread.thread().value());
  }

  private static JsonWriter source(JsonWriter json, RecordPosition source) {
    return json.put("source_partition", source.partition()).put("source_offset", source.offset());
  }

  /**
   * @throws InvalidValueException if it is none, or one of a later version
   */
  public static Ask decode(byte[] bytes) {
    JsonObject json = JsonObject.parse("ask", bytes);
    return new Ask(
        json.string("id"),
        query(json),
        new Freshness(json.has(TO_END), json.integer("up_to")),
        micros(json, "match_us"),
        micros(json, ANSWER_US));
  }

  static long micros(Duration time) {
    return time.toNanos() / NANOS_A_MICRO;
  }

  static Duration micros(JsonObject json, String name) {
    long micros = json.integer(name);
    if (micros < 0 || micros > Duration.ofHours(1).toNanos() / NANOS_A_MICRO) {
      throw new InvalidValueException(name, Long.toString(micros), "0 to an hour");
    }
    return Duration.ofNanos(micros * NANOS_A_MICRO);
  }

  private static Query<?> query(JsonObject json) {
    String query = json.string("query");
    return switch (query) {
      case READ_INBOX ->
          new Query.ReadInbox(
              inbox(json),
              incarnation(json),
              status(json.string("status")),
              threadOrNull(json),
              json.integer("after"),
              limit(json));
      case FIND_MESSAGE -> new Query.FindMessage(new TenantId(json.string("tenant")), id(json));
      case OUTCOME_OF_SEND ->
          new Query.OutcomeOfSend(
              inbox(json),
              incarnation(json),
              id(json),
              new AgentId(json.string("from")),
              repeatable(json),
              json.integer("offset"),
              Instant.ofEpochMilli(json.integer("at_ms")));
      case OUTCOME_OF_ACK ->
          new Query.OutcomeOfAck(
              new MessageAcked(inbox(json), incarnation(json), id(json), key(json)),
              json.integer("offset"));
      case INBOX_IS_OPEN -> new Query.InboxIsOpen(inbox(json), incarnation(json));
      case INBOX_IS_ERASED -> new Query.InboxIsErased(inbox(json), incarnation(json));
      case READ_THREAD ->
          new Query.ReadThread(
              thread(json),
              json.has("participant") ? new Incarnation(json.integer("participant")) : null,
              json.integer("after"),
              limit(json));
      case THREAD_HAS_MESSAGE -> new Query.ThreadHasMessage(thread(json), source(json));
      case ENTRY_COUNTS ->
          new Query.EntryCounts(
              thread(json),
              source(json),
              json.has("message_id") ? id(json) : null,
              json.integer("offset"));
      default -> throw new InvalidValueException("query", query, "one that this version knows");
    };
  }

  static InboxKey inbox(JsonObject json) {
    return new InboxKey(new TenantId(json.string("tenant")), new AgentId(json.string("agent")));
  }

  static Incarnation incarnation(JsonObject json) {
    return new Incarnation(json.integer("incarnation"));
  }

  private static MessageId id(JsonObject json) {
    return new MessageId(json.string("message_id"));
  }

  private static ThreadKey thread(JsonObject json) {
    return new ThreadKey(
        new TenantId(json.string("tenant")), new ThreadId(json.string("thread_id")));
  }

  private static RecordPosition source(JsonObject json) {
    return new RecordPosition(
        Math.toIntExact(json.integer("source_partition")), json.integer("source_offset"));
  }

  private static @Nullable ThreadId threadOrNull(JsonObject json) {
    String thread = json.stringOrNull("thread_id");
    return thread == null ? null : new ThreadId(thread);
  }

  private static @Nullable IdempotencyKey key(JsonObject json) {
    String key = json.stringOrNull(KEY);
    return key == null ? null : new IdempotencyKey(key);
  }

  private static @Nullable Repeatable repeatable(JsonObject json) {
    IdempotencyKey key = key(json);
    return key == null ? null : new Repeatable(key, json.string(FINGERPRINT));
  }

  static int limit(JsonObject json) {
    long limit = json.integer("limit");
    if (limit < 1 || limit > 1000) {
      throw new InvalidValueException("limit", Long.toString(limit), "1 to 1000");
    }
    return (int) limit;
  }

  private static Query.Status status(String name) {
    for (Query.Status status : Query.Status.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
        return status;
      }
    }
    throw new InvalidValueException("status", name, "all, unread or acked");
  }
}

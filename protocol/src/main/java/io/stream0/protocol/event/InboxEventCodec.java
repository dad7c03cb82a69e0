package io.stream0.protocol.event;

import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/** Records of the topic {@code inbox}. */
public final class InboxEventCodec extends EventCodec<InboxEvent> {
  private static final String OPENED = "inbox.opened";
  private static final String SENT = "message.sent";
  private static final String ACKED = "message.acked";
  private static final String ERASED = "inbox.erased";

  private static final String KEY = "idempotency_key";
  private static final String FINGERPRINT = "request_fingerprint";

  @Override
  String type(InboxEvent event) {
    return switch (event) {
      case InboxOpened e -> OPENED;
      case MessageSent e -> SENT;
      case MessageAcked e -> ACKED;
      case InboxErased e -> ERASED;
    };
  }

  @Override
  byte[] key(InboxEvent event) {
    return event.inbox().bytes();
  }

  @Override
  byte[] data(InboxEvent event) {
    return JsonWriter.object(
        data -> {
          data.put("tenant", event.inbox().tenant().value())
              .put("agent", event.inbox().agent().value())
              .put("incarnation", event.incarnation().number());
          switch (event) {
            case InboxOpened e -> {}
            case MessageSent e -> {
              data.put("message_id", e.id().value()).put("thread_id", e.thread().value());
              SenderJson.write(data, e.from());
              data.put("type", e.type().wireName());
              if (e.repeatable() != null) {
                data.put(KEY, e.repeatable().key().value())
                    .put(FINGERPRINT, e.repeatable().fingerprint());
              }
              data.put("content", e.content());
            }
            case MessageAcked e ->
                data.put("message_id", e.id().value())
                    .putIfThere(KEY, e.key() == null ? null : e.key().value());
            case InboxErased e -> {}
          }
        });
  }

  @Override
  InboxEvent event(String type, byte[] key, JsonObject data) throws UndecodableRecordException {
    InboxKey inbox = InboxKey.of(key);
    Incarnation incarnation = new Incarnation(data.integer("incarnation"));
    return switch (type) {
      case OPENED -> new InboxOpened(inbox, incarnation);
      case SENT ->
          new MessageSent(
              inbox,
              incarnation,
              new MessageId(data.string("message_id")),
              new ThreadId(data.string("thread_id")),
              SenderJson.read(data),
              MessageType.of(data.string("type")),
              data.raw("content").orElse(RawJson.NULL),
              repeatable(data));
      case ACKED ->
          new MessageAcked(inbox, incarnation, new MessageId(data.string("message_id")), key(data));
      case ERASED -> new InboxErased(inbox, incarnation);
      default -> throw unknownType(type);
    };
  }

  private static @Nullable Repeatable repeatable(JsonObject data) {
    IdempotencyKey key = key(data);
    return key == null ? null : new Repeatable(key, data.string(FINGERPRINT));
  }

  private static @Nullable IdempotencyKey key(JsonObject data) {
    String key = data.stringOrNull(KEY);
    return key == null ? null : new IdempotencyKey(key);
  }
}

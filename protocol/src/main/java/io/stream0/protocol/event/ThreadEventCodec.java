package io.stream0.protocol.event;

import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.json.Rfc3339;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records of the topic {@code threads}. */
public final class ThreadEventCodec extends EventCodec<ThreadEvent> {
  private static final String APPENDED = "message.appended";
  private static final String STATUS_CHANGED = "message.status-changed";
  private static final String TO = "to";
  private static final String TO_INCARNATION = "to_incarnation";

  @Override
  String type(ThreadEvent event) {
    return switch (event) {
      case MessageAppended e -> APPENDED;
      case StatusChanged e -> STATUS_CHANGED;
    };
  }

  @Override
  byte[] key(ThreadEvent event) {
    return event.thread().bytes();
  }

  @Override
  byte[] data(ThreadEvent event) {
    return JsonWriter.object(
        data -> {
          data.put("tenant", event.thread().tenant().value())
              .put("thread_id", event.thread().thread().value())
              .put("inbox_partition", event.source().partition())
              .put("inbox_offset", event.source().offset())
              .put("message_id", event.id().value());
          switch (event) {
            case MessageAppended e -> {
              SenderJson.write(data, e.from());
              data.put(TO, e.to().value())
                  .put(TO_INCARNATION, e.toIncarnation().number())
                  .put("type", e.type().wireName())
                  .put("created_at", Rfc3339.format(e.createdAt()))
                  .put("content", e.content());
            }
            case StatusChanged e -> {
              if (e.by() != null) {
                data.put(TO, e.by().id().value())
                    .put(TO_INCARNATION, e.by().incarnation().number());
              }
              data.put("status", "acked").put("acked_at", Rfc3339.format(e.ackedAt()));
            }
          }
        });
  }

  @Override
  ThreadEvent event(String type, byte[] key, JsonObject data) throws UndecodableRecordException {
    ThreadKey thread = ThreadKey.of(key);
    RecordPosition source =
        new RecordPosition(data.count("inbox_partition"), data.integer("inbox_offset"));
    MessageId id = new MessageId(data.string("message_id"));
    return switch (type) {
      case APPENDED ->
          new MessageAppended(
              thread,
              source,
              id,
              SenderJson.read(data),
              new AgentId(data.string(TO)),
              new Incarnation(data.integer(TO_INCARNATION)),
              MessageType.of(data.string("type")),
              data.raw("content").orElse(RawJson.NULL),
              time(data, "created_at"));
      case STATUS_CHANGED ->
          new StatusChanged(thread, source, id, recipient(data), time(data, "acked_at"));
      default -> throw unknownType(type);
    };
  }

  /** Entries from before it was told have none. */
  private static @Nullable Recipient recipient(JsonObject data) {
    return data.has(TO)
        ? new Recipient(new AgentId(data.string(TO)), new Incarnation(data.integer(TO_INCARNATION)))
        : null;
  }

  private static Instant time(JsonObject data, String name) {
    return Rfc3339.parse(name, data.string(name));
  }
}

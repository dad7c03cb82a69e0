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

/** Records of the topic {@code threads}. */
public final class ThreadEventCodec extends EventCodec<ThreadEvent> {
  private static final String APPENDED = "message.appended";
  private static final String STATUS_CHANGED = "message.status-changed";

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
              data.put("to", e.to().value())
                  .put("to_incarnation", e.toIncarnation().number())
                  .put("type", e.type().wireName())
                  .put("created_at", Rfc3339.format(e.createdAt()))
                  .put("content", e.content());
            }
            case StatusChanged e ->
                data.put("status", "acked").put("acked_at", Rfc3339.format(e.ackedAt()));
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
              new AgentId(data.string("to")),
              new Incarnation(data.integer("to_incarnation")),
              MessageType.of(data.string("type")),
              data.raw("content").orElse(RawJson.NULL),
              time(data, "created_at"));
      case STATUS_CHANGED -> new StatusChanged(thread, source, id, time(data, "acked_at"));
      default -> throw unknownType(type);
    };
  }

  private static Instant time(JsonObject data, String name) {
    return Rfc3339.parse(name, data.string(name));
  }
}

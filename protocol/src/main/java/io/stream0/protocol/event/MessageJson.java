package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;

/** A message as whoever reads it gets it, wherever that is: its members, in their order. */
public final class MessageJson {
  private MessageJson() {}

  /** All of them but the status, which changes, and {@code created_at}, which ends the object. */
  public static void write(
      JsonWriter json,
      MessageId id,
      ThreadId thread,
      AgentId from,
      AgentId to,
      MessageType type,
      RawJson content) {
    json.put("id", id.value())
        .put("thread_id", thread.value())
        .put("from", from.value())
        .put("to", to.value())
        .put("type", type.wireName())
        .put("content", content);
  }
}

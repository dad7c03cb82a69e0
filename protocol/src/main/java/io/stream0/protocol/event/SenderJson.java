package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;

/** A sender as members of an event's data: {@code from} and, if registered, which life of it. */
final class SenderJson {
  private static final String FROM = "from";
  private static final String INCARNATION = "from_incarnation";

  private SenderJson() {}

  static void write(JsonWriter data, Sender sender) {
    data.put(FROM, sender.id().value());
    if (sender.incarnation() != null) {
      data.put(INCARNATION, sender.incarnation().number());
    }
  }

  static Sender read(JsonObject data) {
    return new Sender(
        new AgentId(data.string(FROM)),
        data.has(INCARNATION) ? new Incarnation(data.integer(INCARNATION)) : null);
  }
}

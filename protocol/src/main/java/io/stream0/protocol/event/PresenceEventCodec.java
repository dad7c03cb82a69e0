package io.stream0.protocol.event;

import io.stream0.protocol.event.PresenceEvent.AgentSeen;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;

/** Records of the topic {@code presence}. */
public final class PresenceEventCodec extends EventCodec<PresenceEvent> {
  private static final String SEEN = "agent.seen";

  @Override
  String type(PresenceEvent event) {
    return switch (event) {
      case AgentSeen e -> SEEN;
    };
  }

  @Override
  byte[] key(PresenceEvent event) {
    return event.agent().bytes();
  }

  @Override
  byte[] data(PresenceEvent event) {
    return JsonWriter.object(
        data ->
            data.put("tenant", event.agent().tenant().value())
                .put("agent", event.agent().agent().value())
                .put("incarnation", event.incarnation().number()));
  }

  @Override
  PresenceEvent event(String type, byte[] key, JsonObject data) throws UndecodableRecordException {
    return switch (type) {
      case SEEN -> new AgentSeen(InboxKey.of(key), new Incarnation(data.integer("incarnation")));
      default -> throw unknownType(type);
    };
  }
}

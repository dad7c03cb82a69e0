package io.stream0.api.messages;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.RawJson;

/** What a sender says of a message. */
record SendRequest(ThreadId thread, AgentId from, MessageType type, RawJson content) {
  static SendRequest of(JsonObject body) {
    return new SendRequest(
        new ThreadId(body.string("thread_id")),
        new AgentId(body.string("from")),
        MessageType.of(body.string("type")),
        body.raw("content").orElse(RawJson.NULL));
  }
}

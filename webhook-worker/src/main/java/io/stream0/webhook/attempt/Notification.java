package io.stream0.webhook.attempt;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.json.Rfc3339;
import io.stream0.webhook.delivery.Message;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one webhook is told, but for when and how it is signed.
 *
 * @param id {@code webhook-id}: the same for all attempts
 * @param body JSON
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
public record Notification(URI webhook, String id, byte[] body) {
  /**
   * Of a new message.
   *
   * @param content JSON; null where it is not told
   */
  static byte[] ofMessage(AgentId agent, Message message, @Nullable String content) {
    return JsonWriter.object(
        json -> {
          json.put("event", "new_message")
              .put("agent_id", agent.value())
              .put("message_id", message.id().value())
              .put("thread_id", message.thread().value())
              .put("from", message.from().value())
              .put("type", message.type().wireName())
              .put("created_at", Rfc3339.format(message.createdAt()));
          if (content != null) {
            json.put("content", new RawJson(content));
          }
        });
  }

  /** Of nothing but that telling works. */
  static byte[] ofTest(AgentId agent, Instant now) {
    return JsonWriter.object(
        json ->
            json.put("event", "test")
                .put("agent_id", agent.value())
                .put("created_at", Rfc3339.format(now)));
  }
}

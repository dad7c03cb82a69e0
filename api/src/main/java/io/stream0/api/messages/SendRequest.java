package io.stream0.api.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.api.caller.Caller;
import io.stream0.directory.Agent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.RawJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says of a message.
 *
 * @param key what a repeat is told by; null for a message whose repeat is another message
 */
record SendRequest(
    ThreadId thread,
    AgentId from,
    MessageType type,
    RawJson content,
    @Nullable IdempotencyKey key) {
  /**
   * @param caller whose word {@code from} is; a token's agent is the sender, said or not
   */
  static SendRequest of(Caller caller, JsonObject body, @Nullable IdempotencyKey key) {
    return new SendRequest(
        new ThreadId(body.string("thread_id")),
        from(caller, body),
        MessageType.of(body.string("type")),
        body.raw("content").orElse(RawJson.NULL),
        key);
  }

  private static AgentId from(Caller caller, JsonObject body) {
    Agent agent = caller.agent();
    if (agent == null) {
      return new AgentId(body.string("from"));
    }
    String said = body.stringOrNull("from");
    if (said != null && !agent.hasName(new AgentId(said))) {
      throw Caller.forbidden(
          "from: %s (expected: %s, whose token this is)".formatted(said, agent.id()));
    }
    return agent.id();
  }

  /** What makes a repeat of it known; null where nothing does. */
  @Nullable Repeatable repeatable() {
    return key == null ? null : new Repeatable(key, fingerprint());
  }

  private String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {thread.value(), type.wireName(), content.text()}) {
        digest.update(part.getBytes(UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.stream0.api.agents;

import io.stream0.directory.Agent;
import io.stream0.egress.WebhookUrls;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.Rfc3339;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Agents as JSON, in and out. */
final class AgentJson {
  private static final String ALIASES = "aliases";
  private static final String DESCRIPTION = "description";
  private static final String WEBHOOK = "webhook";
  private static final String INCLUDE_CONTENT = "webhook_include_content";
  private static final String CAPABILITIES = "capabilities";

  private AgentJson() {}

  static RegistrationRequested read(TenantId tenant, JsonObject body, WebhookUrls webhooks) {
    return new RegistrationRequested(
        tenant,
        new AgentId(body.string("id")),
        change(body, ALIASES, name -> body.strings(name).stream().map(AgentId::alias).toList()),
        change(body, DESCRIPTION, body::string),
        change(body, WEBHOOK, name -> webhooks.parse(name, body.string(name))),
        change(body, CAPABILITIES, name -> List.copyOf(body.strings(name))),
        change(body, INCLUDE_CONTENT, body::bool));
  }

  /** A member that is left out keeps what was, one that is null removes it. */
  private static <T> Change<T> change(JsonObject body, String name, Function<String, T> read) {
    if (!body.has(name)) {
      return Change.keep();
    }
    return Change.to(body.isNull(name) ? null : read.apply(name));
  }

  /**
   * @param lastSeen null before its inbox was first read
   */
  static void write(JsonWriter json, Agent agent, @Nullable Instant lastSeen) {
    json.put("id", agent.id().value())
        .putIfThere(DESCRIPTION, agent.description())
        .put(ALIASES, agent.aliases().stream().map(AgentId::value).toList())
        .put(CAPABILITIES, agent.capabilities())
        .put("created_at", Rfc3339.format(agent.createdAt()))
        .putOrNull("last_seen", lastSeen == null ? null : Rfc3339.format(lastSeen))
        .putIfThere(WEBHOOK, agent.webhook() == null ? null : agent.webhook().toString());
    if (agent.webhookTerms().includeContent()) {
      json.put(INCLUDE_CONTENT, true);
    }
    if (agent.webhookTerms().offSince() != null) {
      json.put("webhook_off_since", Rfc3339.format(agent.webhookTerms().offSince()));
    }
  }
}

package io.stream0.api.agents;

import io.stream0.api.caller.AgentTokens;
import io.stream0.api.caller.Caller;
import io.stream0.api.http.Cursor;
import io.stream0.api.http.JsonAnswer;
import io.stream0.api.http.QueryParameters;
import io.stream0.api.http.RequestBody;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.egress.WebhookUrls;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.secret.WebhookSecrets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /agents}: who is there. */
@RestController
public final class AgentController {
  private final Directory directory;
  private final AgentLookup agents;
  private final Registrations registrations;
  private final AgentTokens tokens;
  private final WebhookSecrets webhookSecrets;
  private final WebhookUrls webhookUrls;
  private final RequestBody body;
  private final ApiProperties.Timeouts timeouts;

  AgentController(
      Directory directory,
      AgentLookup agents,
      Registrations registrations,
      AgentTokens tokens,
      WebhookSecrets webhookSecrets,
      WebhookUrls webhookUrls,
      RequestBody body,
      ApiProperties properties) {
    this.directory = directory;
    this.agents = agents;
    this.registrations = registrations;
    this.tokens = tokens;
    this.webhookSecrets = webhookSecrets;
    this.webhookUrls = webhookUrls;
    this.body = body;
    this.timeouts = properties.timeouts();
  }

  @PostMapping("/agents")
  ResponseEntity<byte[]> register(Caller caller, HttpServletRequest request) throws IOException {
    caller.requireApiKey("register agents");
    Agent agent =
        registrations.register(AgentJson.read(caller.tenant(), body.read(request), webhookUrls));
    return JsonAnswer.of(
        HttpStatus.CREATED,
        json -> {
          write(json, agent);
          json.put("agent_token", tokens.of(agent));
          if (agent.webhook() != null) {
            json.put("webhook_secret", webhookSecret(agent));
          }
        });
  }

  private String webhookSecret(Agent agent) {
    return webhookSecrets
        .of(agent.inbox(), agent.incarnation(), agent.webhookTerms().secretEpoch())
        .text();
  }

  @PostMapping("/agents/{id}/token/rotate")
  ResponseEntity<byte[]> rotate(Caller caller, @PathVariable String id) {
    Agent agent = agents.findNow(caller.tenant(), new AgentId(id));
    caller.requireMayActFor(agent, "rotate its token");
    Agent rotated = registrations.rotate(agent);
    return JsonAnswer.of(
        HttpStatus.OK,
        json -> json.put("agent_id", rotated.id().value()).put("agent_token", tokens.of(rotated)));
  }

  @PostMapping("/agents/{id}/webhook/secret/rotate")
  ResponseEntity<byte[]> rotateWebhookSecret(Caller caller, @PathVariable String id) {
    Agent agent = agents.findNow(caller.tenant(), new AgentId(id));
    caller.requireMayActFor(agent, "rotate its webhook secret");
    if (agent.webhook() == null) {
      throw ProblemException.notFound("no webhook: agent " + agent.id() + " has none");
    }
    Agent rotated = registrations.rotateWebhookSecret(agent);
    return JsonAnswer.of(
        HttpStatus.OK,
        json ->
            json.put("agent_id", rotated.id().value())
                .put("webhook_secret", webhookSecret(rotated)));
  }

  @GetMapping("/agents")
  ResponseEntity<byte[]> list(Caller caller, HttpServletRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    int most = parameters.limit();
    long after = parameters.position(Cursor.AGENTS, 0);
    directory.catchUpWithPresence(Deadline.in(timeouts.answer()));
    // One more than asked for tells whether there is a next page.
    List<Agent> found = directory.list(caller.tenant(), after, most + 1);
    List<Agent> page = found.subList(0, Math.min(most, found.size()));
    return JsonAnswer.of(
        HttpStatus.OK,
        json -> {
          json.putObjects("agents", page, this::write);
          if (found.size() > page.size()) {
            json.put("next_cursor", Cursor.AGENTS.of(page.getLast().incarnation().number()));
          }
        });
  }

  @GetMapping("/agents/{id}")
  ResponseEntity<byte[]> get(Caller caller, @PathVariable String id) {
    directory.catchUpWithPresence(Deadline.in(timeouts.answer()));
    Agent agent = agents.findKnown(caller.tenant(), new AgentId(id));
    return JsonAnswer.of(HttpStatus.OK, json -> write(json, agent));
  }

  @DeleteMapping("/agents/{id}")
  ResponseEntity<byte[]> delete(Caller caller, @PathVariable String id) {
    caller.requireApiKey("delete agents");
    Agent deleted = registrations.delete(caller.tenant(), new AgentId(id));
    return JsonAnswer.of(
        HttpStatus.OK, json -> json.put("status", "deleted").put("agent_id", deleted.id().value()));
  }

  private void write(JsonWriter json, Agent agent) {
    AgentJson.write(json, agent, directory.lastSeen(agent).orElse(null));
  }
}

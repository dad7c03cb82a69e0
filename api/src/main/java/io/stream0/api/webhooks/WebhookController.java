package io.stream0.api.webhooks;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.caller.Caller;
import io.stream0.api.http.JsonAnswer;
import io.stream0.api.http.QueryParameters;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.event.DeliveryEvent.RedeliveryRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries of an agent's webhook. */
@RestController
public final class WebhookController {
  private final Directory directory;
  private final AgentLookup agents;
  private final EventPublisher publisher;
  private final Webhooks webhooks;
  private final ApiProperties.Timeouts timeouts;

  WebhookController(
      Directory directory,
      AgentLookup agents,
      EventPublisher publisher,
      Webhooks webhooks,
      ApiProperties properties) {
    this.directory = directory;
    this.agents = agents;
    this.publisher = publisher;
    this.webhooks = webhooks;
    this.timeouts = properties.timeouts();
  }

  @GetMapping("/agents/{id}/deliveries")
  ResponseEntity<byte[]> list(Caller caller, @PathVariable String id, HttpServletRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    Webhooks.Status status = parameters.deliveryStatus();
    int limit = parameters.limit();
    DeliveryId before = parameters.before();
    Agent agent = agents.findNow(caller.tenant(), new AgentId(id));
    caller.requireMayActFor(agent, "list its deliveries");
    Webhooks.Page page =
        webhooks.list(
            new Webhooks.Listing(agent.inbox(), agent.incarnation(), status, before, limit),
            Deadline.in(timeouts.answer()));
    return JsonAnswer.of(page);
  }

  @PostMapping("/deliveries/{delivery_id}/redeliver")
  ResponseEntity<byte[]> redeliver(Caller caller, @PathVariable("delivery_id") String id) {
    DeliveryId delivery = deliveryId(id);
    Agent agent = owner(caller, delivery);
    if (agent.liveWebhook().isEmpty()) {
      throw new InvalidValueException(
          "webhook of " + agent.id(),
          agent.webhook() == null ? "none" : "switched off",
          "one that is registered, and registered again if it was switched off");
    }
    publisher.publish(
        publisher.newId().toString(),
        new RedeliveryRequested(agent.inbox(), agent.incarnation(), delivery));
    return JsonAnswer.of(
        HttpStatus.ACCEPTED, json -> json.put("status", "pending").put("id", delivery.value()));
  }

  /** Of an agent that the caller may act for; the id leads to the partition, not to the agent. */
  private Agent owner(Caller caller, DeliveryId delivery) {
    directory.catchUp(Deadline.in(timeouts.answer()));
    Agent agent =
        webhooks
            .owner(caller.tenant(), delivery, Deadline.in(timeouts.answer()))
            .flatMap(incarnation -> directory.find(caller.tenant(), incarnation))
            .orElseThrow(() -> notThere(delivery.value()));
    caller.requireMayActFor(agent, "send its deliveries again");
    return agent;
  }

  /** What is no delivery's id is the id of no delivery. */
  private static DeliveryId deliveryId(String id) {
    try {
      return new DeliveryId(id);
    } catch (InvalidValueException e) {
      throw notThere(id);
    }
  }

  private static ProblemException notThere(String id) {
    return ProblemException.notFound("no such delivery: " + id);
  }

  @PostMapping("/agents/{id}/webhook/test")
  ResponseEntity<byte[]> test(Caller caller, @PathVariable String id) {
    Agent agent = agents.findNow(caller.tenant(), new AgentId(id));
    caller.requireMayActFor(agent, "test its webhook");
    URI webhook = agent.webhook();
    if (webhook == null) {
      throw ProblemException.notFound("no webhook: agent " + agent.id() + " has none");
    }
    Webhooks.Tested tested =
        webhooks.test(
            new Webhooks.Test(
                agent.inbox(), agent.incarnation(), webhook, agent.webhookTerms().secretEpoch()),
            Deadline.in(timeouts.answer()));
    return JsonAnswer.of(
        HttpStatus.OK,
        json -> {
          json.put("agent_id", agent.id().value()).put("webhook_id", tested.id());
          Integer status = tested.answer().status();
          if (status != null) {
            json.put("status", status);
          }
          json.putIfThere("error", tested.answer().error())
              .put("duration_ms", tested.took().toMillis());
        });
  }
}

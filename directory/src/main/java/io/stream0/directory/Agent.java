package io.stream0.directory;

import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One registered agent.
 *
 * @param incarnation which life of this id; the order of a tenant's registrations
 * @param aliases other names it is found by, in the order given, each once
 * @param webhook where to tell of new messages, switched on or off; null for nowhere
 * @param webhookTerms how to tell
 * @param tokenEpoch which token of this incarnation is valid: 1 and, with each rotation, one more
 * @param createdAt when Kafka appended the registration that made it
 */
public record Agent(
    TenantId tenant,
    AgentId id,
    Incarnation incarnation,
    List<AgentId> aliases,
    @Nullable String description,
    @Nullable URI webhook,
    WebhookTerms webhookTerms,
    List<String> capabilities,
    long tokenEpoch,
    Instant createdAt) {

  private static final long FIRST_EPOCH = 1;

  public Agent {
    Set<AgentId> others = new LinkedHashSet<>(aliases);
    others.remove(id);
    aliases = List.copyOf(others);
    capabilities = List.copyOf(capabilities);
  }

  /** What a first registration makes. */
  static Agent created(RegistrationRequested request, Incarnation incarnation, Instant createdAt) {
    return new Agent(
            request.tenant(),
            request.agent(),
            incarnation,
            List.of(),
            null,
            null,
            WebhookTerms.NONE_YET,
            List.of(),
            FIRST_EPOCH,
            createdAt)
        .updated(request, createdAt);
  }

  /** Whether a request to register it asks for anything that is not so already. */
  public boolean isChangedBy(RegistrationRequested request) {
    return !updated(request, createdAt).equals(this);
  }

  /**
   * What it is after a request to register it: what is given changes, the rest stays.
   *
   * @param at when Kafka appended the request
   */
  Agent updated(RegistrationRequested request, Instant at) {
    return new Agent(
        tenant,
        id,
        incarnation,
        orNone(request.aliases().appliedTo(aliases)),
        request.description().appliedTo(description),
        request.webhook().appliedTo(webhook),
        webhookTerms.updated(webhook, request, at),
        orNone(request.capabilities().appliedTo(capabilities)),
        tokenEpoch,
        createdAt);
  }

  /** What it is after its token was rotated. */
  Agent rotated() {
    return with(webhookTerms, tokenEpoch + 1);
  }

  /** What it is on other terms. */
  Agent with(WebhookTerms terms) {
    return with(terms, tokenEpoch);
  }

  private Agent with(WebhookTerms terms, long epoch) {
    return new Agent(
        tenant,
        id,
        incarnation,
        aliases,
        description,
        webhook,
        terms,
        capabilities,
        epoch,
        createdAt);
  }

  /** Where to tell of new messages now; empty if nowhere, or if that is switched off. */
  public Optional<URI> liveWebhook() {
    return webhookTerms.offSince() == null ? Optional.ofNullable(webhook) : Optional.empty();
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  /** Whether this is its id or one of its aliases. */
  public boolean hasName(AgentId name) {
    return id.equals(name) || aliases.contains(name);
  }

  public InboxKey inbox() {
    return new InboxKey(tenant, id);
  }
}

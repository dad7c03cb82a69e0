package io.stream0.directory;

import io.stream0.directory.RegistrationOutcome.Deleted;
import io.stream0.directory.RegistrationOutcome.NameTaken;
import io.stream0.directory.RegistrationOutcome.Named;
import io.stream0.directory.RegistrationOutcome.NotThere;
import io.stream0.directory.RegistrationOutcome.Registered;
import io.stream0.directory.RegistrationOutcome.Rotated;
import io.stream0.directory.RegistrationOutcome.WebhookSecretRotated;
import io.stream0.directory.RegistrationOutcome.WebhookSwitchedOff;
import io.stream0.protocol.event.PresenceEvent.AgentSeen;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fold: what the log of registrations amounts to. One thread applies, in the order of the log;
 * any thread reads. Nothing but the log decides, so every instance comes to the same.
 */
final class Agents {
  private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();
  private volatile @Nullable InstallationNamed installation;

  /** One tenant's agents, by each of their names and in the order of their registration. */
  private static final class OfTenant {
    final Map<AgentId, Agent> byName = new ConcurrentHashMap<>();
    final NavigableMap<Incarnation, Agent> byAge = new ConcurrentSkipListMap<>();
    final Map<Incarnation, Instant> lastSeen = new ConcurrentHashMap<>();
    long registered;

    @Nullable Agent alive(AgentId id, Incarnation incarnation) {
      Agent agent = byAge.get(incarnation);
      return agent != null && agent.id().equals(id) ? agent : null;
    }

    void put(Agent agent) {
      byName.put(agent.id(), agent);
      agent.aliases().forEach(alias -> byName.put(alias, agent));
      byAge.put(agent.incarnation(), agent);
    }
  }

  /**
   * @param appendedAt the time of the record
   */
  RegistrationOutcome apply(RegistrationEvent event, Instant appendedAt) {
    return switch (event) {
      case InstallationNamed e -> name(e);
      case RegistrationRequested e -> register(e, appendedAt);
      case DeletionRequested e -> delete(e);
      case RotationRequested e ->
          change(e.tenant(), e.agent(), e.incarnation(), Agent::rotated, Rotated::new);
      case WebhookSecretRotationRequested e ->
          change(
              e.tenant(),
              e.agent(),
              e.incarnation(),
              agent -> agent.with(agent.webhookTerms().withNextSecret()),
              WebhookSecretRotated::new);
      case WebhookSwitchOffRequested e -> switchOff(e, appendedAt);
    };
  }

  private RegistrationOutcome name(InstallationNamed event) {
    if (installation == null) {
      installation = event;
    }
    return new Named();
  }

  private RegistrationOutcome register(RegistrationRequested request, Instant appendedAt) {
    OfTenant tenant = tenants.computeIfAbsent(request.tenant(), t -> new OfTenant());
    Agent before = tenant.byName.get(request.agent());
    if (before != null && !before.id().equals(request.agent())) {
      return new NameTaken(request.agent(), before.id());
    }
    Agent after =
        before == null
            ? Agent.created(request, new Incarnation(tenant.registered + 1), appendedAt)
            : before.updated(request, appendedAt);
    for (AgentId alias : after.aliases()) {
      Agent holder = tenant.byName.get(alias);
      if (holder != null && !holder.id().equals(after.id())) {
        return new NameTaken(alias, holder.id());
      }
    }
    if (before == null) {
      tenant.registered++;
    }
    tenant.put(after);
    if (before != null) {
      List<AgentId> kept = names(after).toList();
      names(before).filter(name -> !kept.contains(name)).forEach(tenant.byName::remove);
    }
    return new Registered(after);
  }

  private RegistrationOutcome delete(DeletionRequested request) {
    OfTenant tenant = tenants.get(request.tenant());
    Agent agent = tenant == null ? null : tenant.alive(request.agent(), request.incarnation());
    if (tenant == null || agent == null) {
      return new NotThere();
    }
    names(agent).forEach(tenant.byName::remove);
    tenant.byAge.remove(agent.incarnation());
    tenant.lastSeen.remove(agent.incarnation());
    return new Deleted(agent);
  }

  private RegistrationOutcome switchOff(WebhookSwitchOffRequested request, Instant at) {
    return change(
        request.tenant(),
        request.agent(),
        request.incarnation(),
        agent ->
            agent.liveWebhook().isPresent() && agent.webhookTerms().revision() == request.revision()
                ? agent.with(agent.webhookTerms().switchedOff(at))
                : agent,
        WebhookSwitchedOff::new);
  }

  /** Changes one life of an agent, if it still lasts. */
  private RegistrationOutcome change(
      TenantId tenantId,
      AgentId id,
      Incarnation incarnation,
      UnaryOperator<Agent> change,
      Function<Agent, RegistrationOutcome> outcome) {
    OfTenant tenant = tenants.get(tenantId);
    Agent agent = tenant == null ? null : tenant.alive(id, incarnation);
    if (tenant == null || agent == null) {
      return new NotThere();
    }
    Agent changed = change.apply(agent);
    tenant.put(changed);
    return outcome.apply(changed);
  }

  /**
   * An agent was seen. The log of presence is folded beside that of registrations, so what it says
   * may be of an agent that is not there yet, or not any more; the latest time counts.
   *
   * @param at the time of the record
   */
  void seen(AgentSeen seen, Instant at) {
    OfTenant tenant = tenants.computeIfAbsent(seen.agent().tenant(), t -> new OfTenant());
    Incarnation incarnation = seen.incarnation();
    boolean over =
        incarnation.number() <= tenant.registered && !tenant.byAge.containsKey(incarnation);
    if (!over) {
      tenant.lastSeen.merge(incarnation, at, (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  /** When the agent was last seen; empty before its inbox was first read. */
  Optional<Instant> lastSeen(Agent agent) {
    OfTenant of = tenants.get(agent.tenant());
    return of == null
        ? Optional.empty()
        : Optional.ofNullable(of.lastSeen.get(agent.incarnation()));
  }

  private static Stream<AgentId> names(Agent agent) {
    return Stream.concat(Stream.of(agent.id()), agent.aliases().stream());
  }

  Optional<Agent> find(TenantId tenant, AgentId name) {
    OfTenant of = tenants.get(tenant);
    return of == null ? Optional.empty() : Optional.ofNullable(of.byName.get(name));
  }

  Optional<Agent> find(TenantId tenant, Incarnation incarnation) {
    OfTenant of = tenants.get(tenant);
    return of == null ? Optional.empty() : Optional.ofNullable(of.byAge.get(incarnation));
  }

  /** Oldest first, those after the incarnation of that number. */
  List<Agent> list(TenantId tenant, long after, int limit) {
    OfTenant of = tenants.get(tenant);
    if (of == null) {
      return List.of();
    }
    NavigableMap<Incarnation, Agent> rest =
        after < 1 ? of.byAge : of.byAge.tailMap(new Incarnation(after), false);
    return rest.values().stream().limit(limit).toList();
  }

  long count(Predicate<Agent> such) {
    return tenants.values().stream()
        .flatMap(tenant -> tenant.byAge.values().stream())
        .filter(such)
        .count();
  }

  /** Whether anyone ever registered an agent of this tenant. */
  boolean hasEverHadAgents(TenantId tenant) {
    OfTenant of = tenants.get(tenant);
    return of != null && of.registered > 0;
  }

  Optional<InstallationNamed> installation() {
    return Optional.ofNullable(installation);
  }
}

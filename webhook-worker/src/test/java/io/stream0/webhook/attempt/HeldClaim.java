package io.stream0.webhook.attempt;

import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.webhook.delivery.Claim;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A claim on an agent whose state a test sets, what is known by now and what there is to know. */
final class HeldClaim implements Claim {
  static final InboxKey INBOX = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  static final Incarnation INCARNATION = new Incarnation(1);
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  volatile @Nullable Agent agent;
  volatile @Nullable Instant failingSince;
  volatile boolean released;
  volatile @Nullable RecordPosition recorded;

  /** What will be known once it has caught up; nothing new unless a test says so. */
  volatile Runnable news = () -> {};

  HeldClaim(URI webhook) {
    this.agent = agent(webhook, new WebhookTerms(false, 1, 3, SINCE, null));
  }

  static Agent agent(URI webhook, WebhookTerms terms) {
    return new Agent(
        INBOX.tenant(),
        INBOX.agent(),
        INCARNATION,
        List.of(),
        null,
        webhook,
        terms,
        List.of(),
        1,
        SINCE);
  }

  /** What comes of a request to switch it off. */
  HeldClaim whenOff(Instant off) {
    news =
        () -> {
          Agent now = agent;
          if (now != null && now.webhook() != null) {
            WebhookTerms on = now.webhookTerms();
            agent =
                agent(
                    now.webhook(),
                    new WebhookTerms(
                        on.includeContent(), on.secretEpoch(), on.revision(), on.since(), off));
          }
        };
    return this;
  }

  @Override
  public Optional<Agent> begin() {
    return agent();
  }

  @Override
  public void catchUp() throws UnansweredException {
    news.run();
  }

  @Override
  public Optional<Agent> agent() {
    return Optional.ofNullable(agent);
  }

  @Override
  public Optional<Instant> failingSince(long revision) {
    return Optional.ofNullable(failingSince);
  }

  @Override
  public void recorded(RecordPosition at, DeliveryEvent event) {
    recorded = at;
  }

  @Override
  public void leftNoRecord() {
    released = true;
  }
}

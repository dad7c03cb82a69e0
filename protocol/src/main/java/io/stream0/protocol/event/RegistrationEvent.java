package io.stream0.protocol.event;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.util.List;

/**
 * What someone asked for on the topic {@code registrations}. Whether it is granted is decided by
 * the order of that log alone, alike in everyone who folds it.
 */
public sealed interface RegistrationEvent {
  /**
   * {@code installation.named}: the first record of the log. A service that disagrees with it does
   * not belong to this installation.
   *
   * @param id a random name of the installation
   * @param partitions partitions of {@code inbox} and of {@code threads}, for life
   * @param secretFingerprint tells apart secrets that tokens derive from, and nothing of them
   */
  record InstallationNamed(String id, int partitions, String secretFingerprint)
      implements RegistrationEvent {}

  /**
   * {@code registration.requested}: a new agent, or changes to one.
   *
   * @param webhook where to tell of new messages; given again, it is switched on again
   * @param webhookIncludeContent whether what is told includes the content
   */
  record RegistrationRequested(
      TenantId tenant,
      AgentId agent,
      Change<List<AgentId>> aliases,
      Change<String> description,
      Change<URI> webhook,
      Change<List<String>> capabilities,
      Change<Boolean> webhookIncludeContent)
      implements RegistrationEvent {
    /** One that says nothing of what a webhook is told. */
    public RegistrationRequested(
        TenantId tenant,
        AgentId agent,
        Change<List<AgentId>> aliases,
        Change<String> description,
        Change<URI> webhook,
        Change<List<String>> capabilities) {
      this(tenant, agent, aliases, description, webhook, capabilities, Change.keep());
    }
  }

  /** {@code deletion.requested}: ends one incarnation, and only that one. */
  record DeletionRequested(TenantId tenant, AgentId agent, Incarnation incarnation)
      implements RegistrationEvent {}

  /** {@code rotation.requested}: gives an incarnation another token; the one before is void. */
  record RotationRequested(TenantId tenant, AgentId agent, Incarnation incarnation)
      implements RegistrationEvent {}

  /**
   * {@code webhook-secret-rotation.requested}: gives an incarnation another webhook secret; what is
   * told from then on is signed with that one.
   */
  record WebhookSecretRotationRequested(TenantId tenant, AgentId agent, Incarnation incarnation)
      implements RegistrationEvent {}

  /**
   * {@code webhook-switch-off.requested}: nothing more is told to this webhook, until it is
   * registered again.
   *
   * @param revision which setting of the incarnation's webhook is meant; nothing happens to a later
   *     one
   * @param reason one plain sentence for the webhook's owner
   */
  record WebhookSwitchOffRequested(
      TenantId tenant, AgentId agent, Incarnation incarnation, long revision, String reason)
      implements RegistrationEvent {}
}

package io.stream0.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.RegistrationOutcome.NotThere;
import io.stream0.directory.RegistrationOutcome.Registered;
import io.stream0.directory.RegistrationOutcome.WebhookSecretRotated;
import io.stream0.directory.RegistrationOutcome.WebhookSwitchedOff;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookTermsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final AgentId AGENT = new AgentId("a");
  private static final Incarnation FIRST = new Incarnation(1);
  private static final URI HOOK = URI.create("https://example.com/hook");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Agents agents = new Agents();
  private Instant now = TIME;

  private Agent register(Change<URI> webhook, Change<Boolean> includeContent) {
    now = now.plusSeconds(1);
    return ((Registered) agents.apply(request(webhook, includeContent), now)).agent();
  }

  private static RegistrationRequested request(Change<URI> webhook, Change<Boolean> content) {
    return new RegistrationRequested(
        ACME, AGENT, Change.keep(), Change.keep(), webhook, Change.keep(), content);
  }

  private Agent switchOff(long revision) {
    now = now.plusSeconds(1);
    return ((WebhookSwitchedOff)
            agents.apply(new WebhookSwitchOffRequested(ACME, AGENT, FIRST, revision, "why"), now))
        .agent();
  }

  @Test
  void contentIsIncludedWhereAskedForUntilItIsNot() {
    assertThat(register(Change.to(HOOK), Change.keep()).webhookTerms().includeContent()).isFalse();
    assertThat(register(Change.keep(), Change.to(true)).webhookTerms().includeContent()).isTrue();
    assertThat(register(Change.to(HOOK), Change.keep()).webhookTerms().includeContent()).isTrue();
    assertThat(register(Change.keep(), Change.to(null)).webhookTerms().includeContent()).isFalse();
  }

  @Test
  void aRotationRaisesTheEpochOfTheSecretAndNothingElse() {
    Agent before = register(Change.to(HOOK), Change.keep());
    Agent after =
        ((WebhookSecretRotated)
                agents.apply(new WebhookSecretRotationRequested(ACME, AGENT, FIRST), now))
            .agent();
    assertThat(after.webhookTerms().secretEpoch()).isEqualTo(2);
    assertThat(after.tokenEpoch()).isEqualTo(before.tokenEpoch());
    assertThat(agents.find(ACME, AGENT)).contains(after);
    // A webhook that goes and comes keeps its secret.
    register(Change.to(null), Change.keep());
    assertThat(register(Change.to(HOOK), Change.keep()).webhookTerms().secretEpoch()).isEqualTo(2);
  }

  @Test
  void whatIsSwitchedOffIsOnAgainWhenRegisteredAgain() {
    Agent on = register(Change.to(HOOK), Change.keep());
    assertThat(on.liveWebhook()).contains(HOOK);
    assertThat(on.isChangedBy(request(Change.to(HOOK), Change.keep()))).isFalse();

    Agent off = switchOff(on.webhookTerms().revision());
    assertThat(off.liveWebhook()).isEmpty();
    assertThat(off.webhook()).isEqualTo(HOOK);
    assertThat(off.webhookTerms().offSince()).isEqualTo(now);
    assertThat(register(Change.keep(), Change.keep()).liveWebhook()).isEmpty();
    assertThat(off.isChangedBy(request(Change.to(HOOK), Change.keep()))).isTrue();

    Agent again = register(Change.to(HOOK), Change.keep());
    assertThat(again.liveWebhook()).contains(HOOK);
    assertThat(again.webhookTerms().since()).isEqualTo(now);
    assertThat(again.webhookTerms().revision()).isGreaterThan(on.webhookTerms().revision());
  }

  @Test
  void aSwitchOffOfAnEarlierSettingChangesNothing() {
    long stale = register(Change.to(HOOK), Change.keep()).webhookTerms().revision();
    Agent moved = register(Change.to(URI.create("https://example.com/new")), Change.keep());
    assertThat(switchOff(stale)).isEqualTo(moved);
    assertThat(agents.find(ACME, AGENT)).contains(moved);
    // Where it is told is another place; that it is told has gone on.
    assertThat(moved.webhookTerms().since()).isEqualTo(TIME.plusSeconds(1));
  }

  @Test
  void ofAnIncarnationThatIsOverNothingChanges() {
    register(Change.to(HOOK), Change.keep());
    agents.apply(new DeletionRequested(ACME, AGENT, FIRST), now);
    register(Change.to(HOOK), Change.keep());
    assertThat(agents.apply(new WebhookSecretRotationRequested(ACME, AGENT, FIRST), now))
        .isEqualTo(new NotThere());
    assertThat(agents.apply(new WebhookSwitchOffRequested(ACME, AGENT, FIRST, 1, "why"), now))
        .isEqualTo(new NotThere());
    assertThat(agents.find(ACME, AGENT).orElseThrow().webhookTerms().secretEpoch()).isEqualTo(1);
  }
}

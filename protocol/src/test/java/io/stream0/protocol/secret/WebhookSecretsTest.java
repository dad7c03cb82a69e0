package io.stream0.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WebhookSecretsTest {
  private static final String SECRET = "a-secret-of-thirty-two-characters-or-more";

  private final WebhookSecrets secrets = new WebhookSecrets(new Secret(SECRET));

  private static InboxKey inbox(String tenant, String agent) {
    return new InboxKey(new TenantId(tenant), new AgentId(agent));
  }

  private WebhookSecret secret(String tenant, String agent, long incarnation, long epoch) {
    return secrets.of(inbox(tenant, agent), new Incarnation(incarnation), epoch);
  }

  /** Computed by hand: {@code openssl dgst -sha256 -mac HMAC}, twice. A change voids them all. */
  @Test
  void aSecretIsTheSameForEver() {
    assertThat(secret("acme", "reviewer", 7, 1).text())
        .isEqualTo("whsec_lynFwyxPlSqc9YgzgFBM/uBs90p0dyT06ju6WcU4EaI=");
  }

  @Test
  void itHasTheFormOfStandardWebhooks() {
    WebhookSecret secret = secret("acme", "reviewer", 1, 1);
    assertThat(secret.text()).startsWith("whsec_").endsWith("=");
    assertThat(Base64.getDecoder().decode(secret.text().substring("whsec_".length())))
        .isEqualTo(secret.key())
        .hasSize(32);
  }

  @Test
  void eachAgentLifeAndEpochHasAnother() {
    Set<String> all =
        Stream.of(
                secret("acme", "a", 1, 1),
                secret("acme", "a", 1, 2),
                secret("acme", "a", 2, 1),
                secret("acme", "b", 1, 1),
                secret("other", "a", 1, 1),
                new WebhookSecrets(new Secret(SECRET + "2"))
                    .of(inbox("acme", "a"), new Incarnation(1), 1))
            .map(WebhookSecret::text)
            .collect(Collectors.toSet());
    assertThat(all).hasSize(6);
  }

  @Test
  void nothingShowsItByMistake() {
    assertThat(secret("acme", "a", 1, 1)).hasToString("whsec_…");
  }

  @Test
  void aSecretThatCouldBeGuessedIsRefused() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Secret("short"))
        .withMessageContaining("stream0.secret: 5 characters");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Secret(null))
        .withMessageContaining("stream0.secret: missing");
  }
}

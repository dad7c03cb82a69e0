package io.stream0.webhook.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecret;
import io.stream0.protocol.secret.WebhookSecrets;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final WebhookSecret SECRET =
      new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more"))
          .of(new InboxKey(new TenantId("acme"), new AgentId("reviewer")), new Incarnation(7), 1);
  private static final String BODY = "{\"event\":\"new_message\",\"from\":\"zoë 🦊\"}";

  /** By hand: {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:… } over id, time and body. */
  @Test
  void aSignatureIsWhatTheSpecificationSays() {
    assertThat(SECRET.text()).isEqualTo("whsec_lynFwyxPlSqc9YgzgFBM/uBs90p0dyT06ju6WcU4EaI=");
    assertThat(
            Signature.of(
                SECRET, "wdel-1", Instant.ofEpochSecond(1_700_000_000), BODY.getBytes(UTF_8)))
        .isEqualTo("v1,KqvRMWeilmDW0LDDQuVHxdIx7Q7Hf+CPLqM9VXz7axo=");
  }

  @Test
  void theSpecificationsOwnLibraryTakesItAndNothingElse() throws Exception {
    Webhook library = new Webhook(SECRET.text());
    Instant now = Instant.now();
    String signature = Signature.of(SECRET, "wdel-1", now, BODY.getBytes(UTF_8));
    HttpHeaders headers = headers("wdel-1", now, signature);
    assertThatCode(() -> library.verify(BODY, headers)).doesNotThrowAnyException();
    assertThatThrownBy(() -> library.verify(BODY + " ", headers))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> library.verify(BODY, headers("wdel-2", now, signature)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  private static HttpHeaders headers(String id, Instant time, String signature) {
    return HttpHeaders.of(
        Map.of(
            "webhook-id", List.of(id),
            "webhook-timestamp", List.of(Long.toString(time.getEpochSecond())),
            "webhook-signature", List.of(signature)),
        (name, value) -> true);
  }
}

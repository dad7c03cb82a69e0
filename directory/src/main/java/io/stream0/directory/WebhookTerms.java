package io.stream0.directory;

import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's webhook is told of new messages.
 *
 * @param includeContent whether with their content
 * @param secretEpoch which secret signs: 1 and, with each rotation, one more
 * @param revision counts how often a webhook was set, changed or switched on again
 * @param since when Kafka appended the registration that switched it on; null if none ever was
 * @param offSince when Kafka appended what switched it off; null while it is on
 */
public record WebhookTerms(
    boolean includeContent,
    long secretEpoch,
    long revision,
    @Nullable Instant since,
    @Nullable Instant offSince) {
  static final WebhookTerms NONE_YET = new WebhookTerms(false, 1, 0, null, null);

  /** After a registration: a webhook that is given is on, be it the same as before. */
  WebhookTerms updated(@Nullable URI webhook, RegistrationRequested request, Instant at) {
    boolean content =
        Objects.requireNonNullElse(
            request.webhookIncludeContent().appliedTo(includeContent), false);
    return switch (request.webhook()) {
      case Change.Keep<URI> keep ->
          new WebhookTerms(content, secretEpoch, revision, since, offSince);
      case Change.Remove<URI> gone -> new WebhookTerms(content, secretEpoch, revision, since, null);
      case Change.Replace<URI> given -> {
        boolean wasOn = webhook != null && offSince == null;
        boolean same = wasOn && given.value().equals(webhook);
        yield new WebhookTerms(
            content, secretEpoch, same ? revision : revision + 1, wasOn ? since : at, null);
      }
    };
  }

  WebhookTerms withNextSecret() {
    return new WebhookTerms(includeContent, secretEpoch + 1, revision, since, offSince);
  }

  WebhookTerms switchedOff(Instant at) {
    return new WebhookTerms(includeContent, secretEpoch, revision, since, at);
  }
}

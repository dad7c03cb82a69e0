package io.stream0.protocol.wire;

import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.query.Webhooks;
import java.time.Duration;
import java.util.Optional;

/** What a webhook worker answers. */
public sealed interface WebhookAnswer {
  /** To {@link WebhookAsk.Question.Deliveries}. */
  record Listed(Webhooks.Page page) implements WebhookAnswer {}

  /** To {@link WebhookAsk.Question.Owner}. */
  record Owned(Optional<Incarnation> owner) implements WebhookAnswer {}

  /** To {@link WebhookAsk.Question.Test}. */
  record Tested(Webhooks.Tested tested) implements WebhookAnswer {}

  /** To a test that is one too many: {@link io.stream0.protocol.query.BusyException}. */
  record Busy(String what, Duration retryAfter) implements WebhookAnswer {}
}

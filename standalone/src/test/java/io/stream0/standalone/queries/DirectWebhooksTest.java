package io.stream0.standalone.queries;

import io.stream0.protocol.query.Webhooks;
import io.stream0.webhook.query.PatientWebhooks;

/** The port of webhooks of the all-in-one, by a call. */
class DirectWebhooksTest extends WebhooksConformance {
  @Override
  Webhooks webhooks() {
    return new PatientWebhooks(one.webhooks, one.progress);
  }

  /** There is no other. */
  @Override
  WebhookFolding successor() {
    return one;
  }
}

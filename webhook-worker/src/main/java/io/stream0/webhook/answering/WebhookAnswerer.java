package io.stream0.webhook.answering;

import io.stream0.answering.Answerer;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.wire.WebhookAnswer;
import io.stream0.protocol.wire.WebhookAsk;
import io.stream0.protocol.wire.WebhookAsk.Question;
import io.stream0.protocol.wire.WebhookCodec;

/** Answers what is asked of deliveries and webhooks. */
public final class WebhookAnswerer implements Answerer {
  private final Webhooks webhooks;

  public WebhookAnswerer(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @Override
  public Asked read(byte[] bytes) {
    WebhookAsk ask = WebhookCodec.decode(bytes);
    return new Asked(ask.id(), false, () -> WebhookCodec.encode(answer(ask)));
  }

  private WebhookAnswer answer(WebhookAsk ask) {
    return switch (ask.question()) {
      case Question.Deliveries q ->
          new WebhookAnswer.Listed(webhooks.list(q.listing(), ask.deadline()));
      case Question.Owner q ->
          new WebhookAnswer.Owned(webhooks.owner(q.tenant(), q.delivery(), ask.deadline()));
      case Question.Test q -> test(q, ask);
    };
  }

  private WebhookAnswer test(Question.Test question, WebhookAsk ask) {
    try {
      return new WebhookAnswer.Tested(webhooks.test(question.test(), ask.deadline()));
    } catch (BusyException e) {
      return new WebhookAnswer.Busy(String.valueOf(e.getMessage()), e.retryAfter());
    }
  }
}

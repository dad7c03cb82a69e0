package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import java.time.Duration;
import java.time.Instant;

/** Whether a message is to be told of, as the directory has its agent. */
public enum Telling {
  /** Nobody is to be told. */
  NOTHING,
  MESSAGE,
  MESSAGE_AND_CONTENT;

  /**
   * As much as the clocks of two brokers may differ: what was sent longer than this before the
   * webhook was set was sent before it, also when the whole log is folded anew.
   */
  private static final Duration BEFORE = Duration.ofHours(1);

  /**
   * @param sentAt when Kafka appended the message
   */
  public static Telling of(Agent agent, Instant sentAt) {
    Instant since = agent.webhookTerms().since();
    if (agent.liveWebhook().isEmpty() || since == null || sentAt.isBefore(since.minus(BEFORE))) {
      return NOTHING;
    }
    return agent.webhookTerms().includeContent() ? MESSAGE_AND_CONTENT : MESSAGE;
  }
}

package io.stream0.protocol.event;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of telling webhooks, on the topic {@code deliveries}, keyed tenant/agent. */
public sealed interface DeliveryEvent {
  InboxKey agent();

  /** The life of the agent whose webhook it is. */
  Incarnation incarnation();

  DeliveryId delivery();

  /**
   * {@code delivery.attempted}: the endpoint was asked, or could not be.
   *
   * @param revision which setting of the agent's webhook was meant
   * @param round 0, and one more with each redelivery that was asked for
   * @param attempt 1 for the first of the round
   * @param at when it began, by the worker's clock
   * @param took how long until it was over
   * @param outcome what it came to
   */
  record DeliveryAttempted(
      InboxKey agent,
      Incarnation incarnation,
      DeliveryId delivery,
      long revision,
      int round,
      int attempt,
      Instant at,
      Duration took,
      Answer answer,
      AttemptOutcome outcome)
      implements DeliveryEvent {}

  /** {@code delivery.given-up}: there is nowhere to send it, for this reason. */
  record DeliveryGivenUp(
      InboxKey agent, Incarnation incarnation, DeliveryId delivery, String reason)
      implements DeliveryEvent {}

  /** {@code redelivery.requested}: it shall be sent again, whatever became of it before. */
  record RedeliveryRequested(InboxKey agent, Incarnation incarnation, DeliveryId delivery)
      implements DeliveryEvent {}

  /**
   * How the endpoint answered: one of the two is there.
   *
   * @param status of HTTP
   * @param error why there was no answer, in a word such as {@code timeout}
   */
  record Answer(@Nullable Integer status, @Nullable String error) {
    public static Answer status(int status) {
      return new Answer(status, null);
    }

    public static Answer none(String error) {
      return new Answer(null, error);
    }
  }

  /** What an attempt came to. */
  sealed interface AttemptOutcome {
    /** It is told. */
    record Delivered() implements AttemptOutcome {}

    /** It is not, and will be tried again then. */
    record Failed(Instant next) implements AttemptOutcome {}

    /** It is not, and will not be tried again unless someone asks for it. */
    record Exhausted() implements AttemptOutcome {}
  }
}

package io.stream0.protocol.event;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.DeliveryEvent.RedeliveryRequested;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.Rfc3339;
import java.time.Duration;

/** Records of the topic {@code deliveries}. No body and no secret is on it. */
public final class DeliveryEventCodec extends EventCodec<DeliveryEvent> {
  private static final String ATTEMPTED = "delivery.attempted";
  private static final String GIVEN_UP = "delivery.given-up";
  private static final String REDELIVERY = "redelivery.requested";

  private static final String DELIVERED = "delivered";
  private static final String FAILED = "failed";
  private static final String EXHAUSTED = "exhausted";

  @Override
  String type(DeliveryEvent event) {
    return switch (event) {
      case DeliveryAttempted e -> ATTEMPTED;
      case DeliveryGivenUp e -> GIVEN_UP;
      case RedeliveryRequested e -> REDELIVERY;
    };
  }

  @Override
  byte[] key(DeliveryEvent event) {
    return event.agent().bytes();
  }

  @Override
  byte[] data(DeliveryEvent event) {
    return JsonWriter.object(
        data -> {
          data.put("tenant", event.agent().tenant().value())
              .put("agent", event.agent().agent().value())
              .put("incarnation", event.incarnation().number())
              .put("delivery_id", event.delivery().value())
              .put("message_id", event.delivery().message().value());
          switch (event) {
            case DeliveryAttempted e -> write(data, e);
            case DeliveryGivenUp e -> data.put("reason", e.reason());
            case RedeliveryRequested e -> {}
          }
        });
  }

  private static void write(JsonWriter data, DeliveryAttempted e) {
    data.put("webhook_revision", e.revision())
        .put("round", e.round())
        .put("attempt", e.attempt())
        .put("attempted_at", Rfc3339.format(e.at()))
        .put("duration_ms", e.took().toMillis());
    if (e.answer().status() != null) {
      data.put("status", e.answer().status());
    }
    data.putIfThere("error", e.answer().error());
    switch (e.outcome()) {
      case AttemptOutcome.Delivered d -> data.put("outcome", DELIVERED);
      case AttemptOutcome.Failed f ->
          data.put("outcome", FAILED).put("next_attempt_at", Rfc3339.format(f.next()));
      case AttemptOutcome.Exhausted x -> data.put("outcome", EXHAUSTED);
    }
  }

  @Override
  DeliveryEvent event(String type, byte[] key, JsonObject data) throws UndecodableRecordException {
    InboxKey agent = InboxKey.of(key);
    Incarnation incarnation = new Incarnation(data.integer("incarnation"));
    DeliveryId delivery = new DeliveryId(data.string("delivery_id"));
    return switch (type) {
      case ATTEMPTED ->
          new DeliveryAttempted(
              agent,
              incarnation,
              delivery,
              data.integer("webhook_revision"),
              data.count("round"),
              data.count("attempt"),
              Rfc3339.parse("attempted_at", data.string("attempted_at")),
              Duration.ofMillis(data.integer("duration_ms")),
              new Answer(
                  data.has("status") ? data.count("status") : null, data.stringOrNull("error")),
              outcome(data));
      case GIVEN_UP -> new DeliveryGivenUp(agent, incarnation, delivery, data.string("reason"));
      case REDELIVERY -> new RedeliveryRequested(agent, incarnation, delivery);
      default -> throw unknownType(type);
    };
  }

  private static AttemptOutcome outcome(JsonObject data) {
    String outcome = data.string("outcome");
    return switch (outcome) {
      case DELIVERED -> new AttemptOutcome.Delivered();
      case FAILED ->
          new AttemptOutcome.Failed(
              Rfc3339.parse("next_attempt_at", data.string("next_attempt_at")));
      case EXHAUSTED -> new AttemptOutcome.Exhausted();
      default ->
          throw new InvalidValueException("outcome", outcome, "delivered, failed or exhausted");
    };
  }
}

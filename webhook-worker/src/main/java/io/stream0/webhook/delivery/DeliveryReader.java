package io.stream0.webhook.delivery;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.Rfc3339;
import io.stream0.protocol.query.Webhooks.Listing;
import io.stream0.protocol.query.Webhooks.Page;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import io.stream0.webhook.delivery.DeliveryFacts.Recorded;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers from the rows of the webhook store. */
public final class DeliveryReader {
  /** A page ends when so many were looked at, so that a rare status costs no more than this. */
  private static final int LOOKED_AT = 5_000;

  /** More than the clocks of a broker and of this worker differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Rows rows;
  private final DeliveryFacts facts;
  private final @Nullable Duration retention;

  /**
   * @param retention how long deliveries that came to an end are shown; null for ever
   */
  public DeliveryReader(Rows rows, @Nullable Duration retention) {
    this.rows = rows;
    this.facts = new DeliveryFacts(rows, retention);
    this.retention = retention;
  }

  /**
   * Which life of an agent of this tenant the delivery is of; empty if there is none, or none any
   * more that could be asked for again.
   */
  public Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Instant now) {
    MessageId id = delivery.message();
    return facts
        .owner(tenant, id)
        .filter(
            life ->
                facts
                    .message(life, id)
                    .filter(
                        message -> isShown(life, message, facts.steps(life, id), now.plus(SKEW)))
                    .isPresent())
        .map(Life::incarnation);
  }

  /** Whether it is, does not depend on how far a sweep has come. */
  private boolean isShown(Life life, Message message, List<Recorded> steps, Instant now) {
    Course course = facts.course(message, steps);
    boolean ended = !(course.state() instanceof DeliveryState.Pending);
    return !facts.isSwept(life, message) && !(ended && course.isOver(retention, now));
  }

  /** Since when a webhook, as set at that revision, only fails; empty while it does not. */
  public Optional<Instant> failingSince(Life life, long revision) {
    return facts.failingSince(life, revision, Long.MAX_VALUE);
  }

  /** Latest first. */
  public Page list(Listing listing, Instant now) {
    Life life = new Life(listing.agent(), listing.incarnation());
    byte[] to =
        listing.before() == null
            ? DeliveryRows.lastMessage(life)
            : DeliveryRows.messageKey(life, listing.before().message());
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    int count = 0;
    int looked = 0;
    MessageId last = null;
    try (Scan messages = rows.scanBack(DeliveryRows.firstMessage(life), to)) {
      while (messages.hasNext()) {
        if (count == listing.limit() || looked == LOOKED_AT) {
          return new Page(page.toByteArray(), Optional.ofNullable(last).map(DeliveryId::of));
        }
        Row row = messages.next();
        MessageId id = DeliveryRows.messageId(row.key());
        if (listing.before() != null && id.equals(listing.before().message())) {
          continue;
        }
        last = id;
        looked++;
        Message message = Message.of(id, row.value());
        List<Recorded> steps = facts.steps(life, id);
        DeliveryState state = facts.course(message, steps).state();
        if (isShown(life, message, steps, now)
            && (listing.status() == Status.ALL || listing.status() == status(state))) {
          if (count++ > 0) {
            page.write(',');
          }
          page.writeBytes(json(message, state, steps));
        }
      }
    }
    return new Page(page.toByteArray(), Optional.empty());
  }

  private static Status status(DeliveryState state) {
    return switch (state) {
      case DeliveryState.Pending p -> p.attempts() == 0 ? Status.PENDING : Status.FAILED;
      case DeliveryState.Delivered d -> Status.DELIVERED;
      case DeliveryState.Exhausted x -> Status.EXHAUSTED;
    };
  }

  private static byte[] json(Message message, DeliveryState state, List<Recorded> steps) {
    return JsonWriter.object(
        json -> {
          json.put("id", DeliveryId.of(message.id()).value())
              .put("message_id", message.id().value())
              .put("thread_id", message.thread().value())
              .put("status", status(state).name().toLowerCase(Locale.ROOT))
              .put("created_at", Rfc3339.format(message.createdAt()));
          if (state instanceof DeliveryState.Pending p && !p.due().equals(DeliveryState.AT_ONCE)) {
            json.put("next_attempt_at", Rfc3339.format(p.due()));
          }
          steps.stream()
              .map(Recorded::step)
              .filter(Step.GivenUp.class::isInstance)
              .map(Step.GivenUp.class::cast)
              .reduce((earlier, later) -> later)
              .ifPresent(given -> json.put("reason", given.reason()));
          json.putObjects(
              "attempts",
              steps.stream()
                  .map(Recorded::step)
                  .filter(Step.Attempted.class::isInstance)
                  .map(Step.Attempted.class::cast)
                  .toList(),
              DeliveryReader::write);
        });
  }

  private static void write(JsonWriter json, Step.Attempted step) {
    json.put("attempt", step.attempt())
        .put("attempted_at", Rfc3339.format(step.at()))
        .put("duration_ms", step.took().toMillis());
    Answer answer = step.answer();
    if (answer.status() != null) {
      json.put("status", answer.status());
    }
    json.putIfThere("error", answer.error());
    if (step.outcome() instanceof AttemptOutcome.Failed failed) {
      json.put("next_attempt_at", Rfc3339.format(failed.next()));
    }
  }
}

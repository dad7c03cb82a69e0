package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.DeliveryEvent.RedeliveryRequested;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** What one record of {@code deliveries} says of its delivery: a fact. */
public sealed interface Step {
  /** When Kafka appended the record. */
  Instant recordedAt();

  /** The endpoint was asked, or could not be. */
  record Attempted(
      Instant recordedAt,
      int round,
      int attempt,
      Instant at,
      Duration took,
      Answer answer,
      AttemptOutcome outcome)
      implements Step {}

  /** There was nowhere to send it. */
  record GivenUp(Instant recordedAt, String reason) implements Step {}

  /** It shall be sent again. */
  record Redelivery(Instant recordedAt) implements Step {}

  static Step of(DeliveryEvent event, Instant recordedAt) {
    return switch (event) {
      case DeliveryAttempted e ->
          new Attempted(
              recordedAt, e.round(), e.attempt(), e.at(), e.took(), e.answer(), e.outcome());
      case DeliveryGivenUp e -> new GivenUp(recordedAt, e.reason());
      case RedeliveryRequested e -> new Redelivery(recordedAt);
    };
  }

  default byte[] value() {
    return switch (this) {
      case Attempted a -> attempted(a);
      case GivenUp g -> {
        byte[] reason = g.reason().getBytes(UTF_8);
        yield ByteBuffer.allocate(1 + Long.BYTES + reason.length)
            .put((byte) 'G')
            .putLong(g.recordedAt().toEpochMilli())
            .put(reason)
            .array();
      }
      case Redelivery r ->
          ByteBuffer.allocate(1 + Long.BYTES)
              .put((byte) 'R')
              .putLong(r.recordedAt().toEpochMilli())
              .array();
    };
  }

  private static byte[] attempted(Attempted a) {
    byte[] error = a.answer().error() == null ? new byte[0] : a.answer().error().getBytes(UTF_8);
    char kind =
        switch (a.outcome()) {
          case AttemptOutcome.Delivered d -> 'D';
          case AttemptOutcome.Failed f -> 'F';
          case AttemptOutcome.Exhausted x -> 'X';
        };
    long next = a.outcome() instanceof AttemptOutcome.Failed f ? f.next().toEpochMilli() : 0;
    return ByteBuffer.allocate(1 + 4 * Long.BYTES + 3 * Integer.BYTES + error.length)
        .put((byte) kind)
        .putLong(a.recordedAt().toEpochMilli())
        .putInt(a.round())
        .putInt(a.attempt())
        .putLong(a.at().toEpochMilli())
        .putLong(a.took().toMillis())
        .putInt(a.answer().status() == null ? 0 : a.answer().status())
        .putLong(next)
        .put(error)
        .array();
  }

  static Step of(byte[] value) {
    ByteBuffer row = ByteBuffer.wrap(value);
    char kind = (char) row.get();
    Instant recordedAt = Instant.ofEpochMilli(row.getLong());
    if (kind == 'R') {
      return new Redelivery(recordedAt);
    }
    if (kind == 'G') {
      return new GivenUp(recordedAt, rest(row));
    }
    int round = row.getInt();
    int attempt = row.getInt();
    Instant at = Instant.ofEpochMilli(row.getLong());
    Duration took = Duration.ofMillis(row.getLong());
    int status = row.getInt();
    Instant next = Instant.ofEpochMilli(row.getLong());
    String error = rest(row);
    AttemptOutcome outcome =
        switch (kind) {
          case 'D' -> new AttemptOutcome.Delivered();
          case 'F' -> new AttemptOutcome.Failed(next);
          case 'X' -> new AttemptOutcome.Exhausted();
          default -> throw new IllegalStateException("a row of an unknown kind: " + kind);
        };
    Answer answer = new Answer(status == 0 ? null : status, error.isEmpty() ? null : error);
    return new Attempted(recordedAt, round, attempt, at, took, answer, outcome);
  }

  private static String rest(ByteBuffer row) {
    return UTF_8.decode(row).toString();
  }
}

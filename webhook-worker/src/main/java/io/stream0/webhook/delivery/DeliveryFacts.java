package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.MessageId;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the rows say. */
final class DeliveryFacts {
  private final Rows rows;

  DeliveryFacts(Rows rows) {
    this.rows = rows;
  }

  Optional<Message> message(Life life, MessageId id) {
    return Optional.ofNullable(rows.get(DeliveryRows.messageKey(life, id)))
        .map(value -> Message.of(id, value));
  }

  /** The content as JSON; empty where it is not told. */
  Optional<String> content(Life life, MessageId id) {
    return Optional.ofNullable(rows.get(DeliveryRows.contentKey(life, id)))
        .map(value -> new String(value, UTF_8));
  }

  /**
   * A step and where its record stands.
   *
   * @param offset of {@code deliveries}
   */
  record Recorded(long offset, Step step) {}

  /** All steps of a delivery, in the order of the log. */
  List<Recorded> steps(Life life, MessageId id) {
    List<Recorded> steps = new ArrayList<>();
    try (Scan scan =
        rows.scan(
            DeliveryRows.stepKey(life, id, 0), DeliveryRows.stepKey(life, id, Long.MAX_VALUE))) {
      while (scan.hasNext()) {
        Row row = scan.next();
        steps.add(new Recorded(KeyBuilder.lastNumber(row.key()), Step.of(row.value())));
      }
    }
    return steps;
  }

  static DeliveryState state(List<Recorded> steps) {
    DeliveryState state = DeliveryState.first();
    for (Recorded recorded : steps) {
      state = state.after(recorded.step(), recorded.offset());
    }
    return state;
  }

  /**
   * Since when a webhook only fails; empty while it does not, or was never tried.
   *
   * @param below only what records of {@code deliveries} below this offset say
   */
  Optional<Instant> failingSince(Life life, long revision, long below) {
    if (below == 0) {
      return Optional.empty();
    }
    byte[] from = DeliveryRows.failingKey(life, revision, 0);
    byte[] to = DeliveryRows.failingKey(life, revision, below - 1);
    try (Scan newest = rows.scanBack(from, to)) {
      if (!newest.hasNext()) {
        return Optional.empty();
      }
      long since = ByteBuffer.wrap(newest.next().value()).getLong();
      return since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }
  }

  /**
   * The offset of {@code inbox} below which all was passed, for good; 0 before it was first said.
   */
  long passed() {
    try (Scan newest = rows.scanBack(DeliveryRows.FIRST_PASSED, DeliveryRows.LAST_PASSED)) {
      return newest.hasNext() ? KeyBuilder.lastNumber(newest.next().key()) : 0;
    }
  }
}

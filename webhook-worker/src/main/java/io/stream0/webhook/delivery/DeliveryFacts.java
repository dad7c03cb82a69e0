package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rows say. */
final class DeliveryFacts {
  private final Rows rows;
  private final @Nullable Duration retention;

  /** As far as they were asked for. */
  private final Map<Life, Optional<SweptUpTo>> swept = new HashMap<>();

  /**
   * @param retention after which a delivery cannot be asked for again; null for never
   */
  DeliveryFacts(Rows rows, @Nullable Duration retention) {
    this.rows = rows;
    this.retention = retention;
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
    // From behind: RocksDB looks for a row on this way until there is one, and before the steps of
    // a delivery are those of others. Behind the newest are all hints that were deleted.
    try (Scan scan =
        rows.scanBack(
            DeliveryRows.stepKey(life, id, 0), DeliveryRows.stepKey(life, id, Long.MAX_VALUE))) {
      while (scan.hasNext()) {
        Row row = scan.next();
        steps.add(new Recorded(KeyBuilder.lastNumber(row.key()), Step.of(row.value())));
      }
    }
    Collections.reverse(steps);
    return steps;
  }

  Course course(Message message, List<Recorded> steps) {
    return Course.of(message, steps, retention);
  }

  /** Whose a delivery is, be it swept; empty if the tenant has none of this id. */
  Optional<Life> owner(TenantId tenant, MessageId id) {
    return Optional.ofNullable(rows.get(DeliveryRows.ownerKey(tenant, id)))
        .map(value -> DeliveryRows.owner(tenant, value));
  }

  /** Which deliveries of an agent are swept; empty if none is. */
  Optional<SweptUpTo> sweptUpTo(Life life) {
    try (Scan last =
        rows.scanBack(
            DeliveryRows.first(DeliveryRows.SWEPT, life),
            DeliveryRows.behind(DeliveryRows.SWEPT, life))) {
      return last.hasNext()
          ? Optional.of(DeliveryRows.sweptUpTo(last.next().key()))
          : Optional.empty();
    }
  }

  /** Whether a message's delivery is swept, whatever of it is there still, or there again. */
  boolean isSwept(Life life, Message message) {
    return swept
        .computeIfAbsent(life, this::sweptUpTo)
        .filter(upTo -> upTo.includes(message))
        .isPresent();
  }

  /** What is to be sent, as a hint has it; empty if that is not so, or not any more. */
  Optional<DeliveryChange.Due> due(DeliveryRows.Due hint) {
    Message message = message(hint.life(), hint.id()).orElse(null);
    if (message == null || isSwept(hint.life(), message)) {
      return Optional.empty();
    }
    List<Recorded> steps = steps(hint.life(), hint.id());
    if (!(course(message, steps).state() instanceof DeliveryState.Pending pending)
        || !pending.due().equals(hint.at())
        || pending.made() != hint.made()) {
      return Optional.empty();
    }
    Instant since =
        !hint.at().equals(DeliveryState.AT_ONCE)
            ? hint.at()
            : steps.isEmpty() ? message.createdAt() : steps.getLast().step().recordedAt();
    return Optional.of(new DeliveryChange.Due(hint.life(), message, pending, since));
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

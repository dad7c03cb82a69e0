package io.stream0.webhook.delivery;

import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be told of one partition, by its hints: it may count some twice for a moment.
 *
 * @param pending how many
 * @param oldest since when the oldest that is due has been; empty if none is
 */
public record Backlog(long pending, Optional<Instant> oldest) {
  public static final Backlog NONE = new Backlog(0, Optional.empty());

  public static Backlog of(Rows rows, Instant now) {
    DeliveryFacts facts = new DeliveryFacts(rows);
    long pending = 0;
    Instant oldest = now;
    try (Scan hints = rows.scan(DeliveryRows.FIRST_DUE, DeliveryRows.LAST_DUE)) {
      while (hints.hasNext()) {
        DeliveryRows.Due due = DeliveryRows.Due.of(hints.next().key());
        pending++;
        Instant since =
            due.at().equals(DeliveryState.AT_ONCE)
                ? facts.message(due.life(), due.id()).map(Message::createdAt).orElse(now)
                : due.at();
        oldest = since.isBefore(oldest) ? since : oldest;
      }
    }
    return new Backlog(pending, oldest.isBefore(now) ? Optional.of(oldest) : Optional.empty());
  }
}

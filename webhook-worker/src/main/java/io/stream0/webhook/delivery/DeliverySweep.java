package io.stream0.webhook.delivery;

import io.stream0.protocol.id.MessageId;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import io.stream0.streams.sweep.Round;
import io.stream0.streams.sweep.Swept;
import io.stream0.webhook.delivery.DeliveryFacts.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that are of no more use, a bounded number at a time, going round the agents: all
 * of one whose life is over; deliveries that came to an end, from the oldest up to the first that
 * has not, two hours after the retention; and of what says since when a webhook fails all but the
 * newest. Which deliveries were swept stays, so that none is sent again, whatever a deposed owner
 * brings back.
 */
public final class DeliverySweep {

  private final @Nullable Duration retention;

  private final Round<Life> ofMessages = round(DeliveryRows.MESSAGE);
  private final Round<Life> ofSteps = round(DeliveryRows.STEP);
  private final Round<Life> ofFailures = round(DeliveryRows.FAILING);
  private final Round<Life> ofSwept = round(DeliveryRows.SWEPT);

  /**
   * How far a topic is folded for good.
   *
   * @param below the offset below which the group has committed
   * @param now event time as far as it is committed: no later record can be older
   */
  public record Committed(long below, Instant now) {}

  /**
   * @param retention how long deliveries are kept; null for ever
   */
  public DeliverySweep(@Nullable Duration retention) {
    this.retention = retention;
  }

  private static Round<Life> round(char kind) {
    return new Round<>(
        DeliveryRows.first(kind),
        DeliveryRows.last(kind),
        DeliveryRows::life,
        life -> DeliveryRows.behind(kind, life));
  }

  /**
   * @param isAlive whether a life has not ended yet, known as of a moment after the rows were put
   * @param limit about how many rows of each kind to look at
   */
  public Swept next(
      Rows rows, Committed inbox, Committed deliveries, Predicate<Life> isAlive, int limit) {
    Swept swept = Swept.begin();
    ofMessages.goOn(
        rows,
        limit,
        (life, left) ->
            isAlive.test(life)
                ? addEnded(rows, life, inbox, deliveries, left, swept)
                : addAll(rows, life, left, swept));
    ofFailures.goOn(
        rows,
        limit,
        (life, left) ->
            isAlive.test(life)
                ? addOldFailures(rows, life, deliveries.below(), left, swept)
                : addAll(rows, life, left, swept));
    for (Round<Life> round : List.of(ofSteps, ofSwept)) {
      round.goOn(
          rows, limit, (life, left) -> isAlive.test(life) ? 0 : addAll(rows, life, left, swept));
    }
    return swept;
  }

  /** All of one life, which no reader asks for any more. */
  private static int addAll(Rows rows, Life life, int limit, Swept swept) {
    int before = swept.keys().size();
    for (char kind : DeliveryRows.OF_A_LIFE) {
      try (Scan scan = rows.scan(DeliveryRows.first(kind, life), DeliveryRows.behind(kind, life))) {
        while (swept.keys().size() - before < limit && scan.hasNext()) {
          byte[] key = scan.next().key();
          if (kind == DeliveryRows.MESSAGE) {
            MessageId id = DeliveryRows.messageId(key);
            swept.keys().add(DeliveryRows.ownerKey(life.agent().tenant(), id));
          }
          swept.keys().add(key);
        }
      }
    }
    return swept.keys().size() - before;
  }

  private int addEnded(
      Rows rows, Life life, Committed inbox, Committed deliveries, int limit, Swept swept) {
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    SweptUpTo before = facts.sweptUpTo(life).orElse(null);
    SweptUpTo now = before;
    List<byte[]> keys = new ArrayList<>();
    int count = 0;
    try (Scan messages =
        rows.scan(DeliveryRows.firstMessage(life), DeliveryRows.lastMessage(life))) {
      while (messages.hasNext()) {
        Row row = messages.next();
        Message message = Message.of(DeliveryRows.messageId(row.key()), row.value());
        List<Recorded> steps = facts.steps(life, message.id());
        if (before != null && before.includes(message)) {
          // Left by a crash, or brought back.
          addKeys(life, message.id(), steps, swept.keys());
        } else if (isEnded(message, steps, inbox, deliveries)) {
          addKeys(life, message.id(), steps, keys);
          now = SweptUpTo.with(now, message);
        } else {
          break;
        }
        if (++count >= limit && (keys.isEmpty() || isFurther(now, before))) {
          break;
        }
      }
    }
    if (now != null && isFurther(now, before)) {
      swept.facts().add(DeliveryRows.mark(DeliveryRows.sweptKey(life, now)));
      swept.keys().addAll(keys);
      if (before != null) {
        swept.keys().add(DeliveryRows.sweptKey(life, before));
      }
    }
    return count;
  }

  /**
   * Whether all up to the later of the two ids is swept then. What was sent late, with a smaller
   * id, goes only together with what is behind that: the fact would else tell of others too.
   */
  private static boolean isFurther(@Nullable SweptUpTo now, @Nullable SweptUpTo before) {
    return now != null && (before == null || !now.id().equals(before.id()));
  }

  private boolean isEnded(
      Message message, List<Recorded> steps, Committed inbox, Committed deliveries) {
    if (retention == null || message.offset() >= inbox.below()) {
      return false;
    }
    Duration kept = retention.plus(CommittedTime.GRACE);
    Course course = Course.of(message, steps, retention);
    return !(course.state() instanceof DeliveryState.Pending)
        && message.createdAt().plus(kept).isBefore(inbox.now())
        && course.isOver(kept, deliveries.now())
        && steps.stream().allMatch(step -> step.offset() < deliveries.below());
  }

  private static void addKeys(Life life, MessageId id, List<Recorded> steps, List<byte[]> keys) {
    keys.add(DeliveryRows.contentKey(life, id));
    steps.forEach(step -> keys.add(DeliveryRows.stepKey(life, id, step.offset())));
    keys.add(DeliveryRows.ownerKey(life.agent().tenant(), id));
    keys.add(DeliveryRows.messageKey(life, id));
  }

  /** A fold from the committed offset on looks at the newest below that, and at none before it. */
  private static int addOldFailures(Rows rows, Life life, long committed, int limit, Swept swept) {
    int count = 0;
    byte[] before = null;
    try (Scan scan =
        rows.scan(
            DeliveryRows.first(DeliveryRows.FAILING, life),
            DeliveryRows.behind(DeliveryRows.FAILING, life))) {
      while (count < limit && scan.hasNext()) {
        byte[] key = scan.next().key();
        if (before != null
            && KeyBuilder.lastNumber(key) < committed
            && DeliveryRows.revision(before) == DeliveryRows.revision(key)) {
          swept.keys().add(before);
          count++;
        }
        before = key;
      }
    }
    return count;
  }
}

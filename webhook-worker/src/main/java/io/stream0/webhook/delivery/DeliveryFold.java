package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.streams.Appended;
import io.stream0.streams.repeat.Repeats;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.webhook.delivery.DeliveryFacts.Recorded;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record of {@code inbox} or of {@code deliveries} leads to. What it makes a fact of
 * depends on that record, on facts of the same topic from below it, and, for a message, on whether
 * its agent is to be told; so a replay, a rebuild and an owner that was deposed write the same
 * bytes.
 */
public class DeliveryFold {
  private final @Nullable Duration retention;

  /**
   * @param retention after which a delivery cannot be asked for again; null for never
   */
  public DeliveryFold(@Nullable Duration retention) {
    this.retention = retention;
  }

  /**
   * A message was sent.
   *
   * @param passed the offset below which no message becomes one to tell of any more
   */
  public DeliveryChange sent(
      Rows rows, Appended<MessageSent> record, Telling telling, long passed) {
    MessageSent sent = record.event();
    long offset = record.position().offset();
    Repeats repeats = new Repeats(rows);
    if (repeats.repeated(sent, offset, record.at()).isPresent()) {
      // The inbox has the earlier one, and that was told of.
      return DeliveryChange.NONE;
    }
    DeliveryChange change = change();
    Repeats.row(sent, offset, record.at()).ifPresent(change.rows()::add);
    if (telling != Telling.NOTHING && offset >= passed) {
      tell(rows, sent, Message.of(sent, offset, record.at()), telling, change);
    }
    return change;
  }

  private static DeliveryChange change() {
    return new DeliveryChange(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  private void tell(
      Rows rows, MessageSent sent, Message message, Telling telling, DeliveryChange change) {
    Life life = new Life(sent.inbox(), sent.incarnation());
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    Optional<Message> earlier = facts.message(life, sent.id());
    if (earlier.isPresent() && earlier.get().offset() < message.offset()) {
      return;
    }
    if (telling == Telling.MESSAGE_AND_CONTENT) {
      change
          .rows()
          .add(
              new Row(
                  DeliveryRows.contentKey(life, sent.id()), sent.content().text().getBytes(UTF_8)));
    }
    change.rows().add(DeliveryRows.owner(life, sent.id()));
    change.rows().add(new Row(DeliveryRows.messageKey(life, sent.id()), message.value()));
    // At a rebuild its steps may be there before it.
    DeliveryState state = facts.course(message, facts.steps(life, sent.id())).state();
    due(life, message, state, message.createdAt(), change);
  }

  /** Something was done or asked for. */
  public DeliveryChange stepped(Rows rows, Appended<DeliveryEvent> record) {
    DeliveryEvent event = record.event();
    long offset = record.position().offset();
    Life life = new Life(event.agent(), event.incarnation());
    Step step = Step.of(event, record.at());
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    DeliveryChange change = change();
    change
        .rows()
        .add(new Row(DeliveryRows.stepKey(life, event.delivery().message(), offset), step.value()));
    if (event instanceof DeliveryAttempted attempted) {
      failing(facts, life, attempted, offset).ifPresent(change.rows()::add);
    }
    facts
        .message(life, event.delivery().message())
        .ifPresent(message -> move(facts, life, message, new Recorded(offset, step), change));
    return change;
  }

  /** The hint that the step makes true, in place of the one that it makes stale. */
  private static void move(
      DeliveryFacts facts, Life life, Message message, Recorded step, DeliveryChange change) {
    List<Recorded> steps =
        new ArrayList<>(
            facts.steps(life, message.id()).stream()
                .filter(recorded -> recorded.offset() < step.offset())
                .toList());
    DeliveryState before = facts.course(message, steps).state();
    steps.add(step);
    DeliveryState after = facts.course(message, steps).state();
    if (after.equals(before)) {
      return;
    }
    if (before instanceof DeliveryState.Pending was) {
      change.gone().add(DeliveryRows.dueKey(life, was.due(), message.id(), was.made()));
    }
    due(life, message, after, step.step().recordedAt(), change);
  }

  private static void due(
      Life life, Message message, DeliveryState state, Instant now, DeliveryChange change) {
    if (state instanceof DeliveryState.Pending pending) {
      DeliveryChange.Due due =
          new DeliveryChange.Due(
              life,
              message,
              pending,
              pending.due().equals(DeliveryState.AT_ONCE) ? now : pending.due());
      change.rows().add(DeliveryRows.mark(due.hint()));
      change.dues().add(due);
    }
  }

  /** What an attempt says of its webhook, where that is not said already. */
  private static Optional<Row> failing(
      DeliveryFacts facts, Life life, DeliveryAttempted attempted, long offset) {
    Optional<Instant> since = facts.failingSince(life, attempted.revision(), offset);
    boolean delivered = attempted.outcome() instanceof AttemptOutcome.Delivered;
    if (delivered == since.isEmpty()) {
      return Optional.empty();
    }
    long value = delivered ? 0 : attempted.at().toEpochMilli();
    return Optional.of(
        new Row(
            DeliveryRows.failingKey(life, attempted.revision(), offset),
            ByteBuffer.allocate(Long.BYTES).putLong(value).array()));
  }
}

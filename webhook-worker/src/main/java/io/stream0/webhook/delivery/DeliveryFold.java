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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a record of {@code inbox} or of {@code deliveries} leads to. What it makes a fact of
 * depends on that record, on facts of the same topic from below it, and, for a message, on whether
 * its agent is to be told; so a replay, a rebuild and an owner that was deposed write the same
 * bytes.
 */
public class DeliveryFold {
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
    List<Row> made = new ArrayList<>();
    Repeats.row(sent, offset, record.at()).ifPresent(made::add);
    if (telling != Telling.NOTHING && offset >= passed) {
      tell(rows, sent, Message.of(sent, offset, record.at()), telling, made);
    }
    return new DeliveryChange(made, List.of());
  }

  private static void tell(
      Rows rows, MessageSent sent, Message message, Telling telling, List<Row> made) {
    Life life = new Life(sent.inbox(), sent.incarnation());
    DeliveryFacts facts = new DeliveryFacts(rows);
    Optional<Message> earlier = facts.message(life, sent.id());
    if (earlier.isPresent() && earlier.get().offset() < message.offset()) {
      return;
    }
    if (telling == Telling.MESSAGE_AND_CONTENT) {
      made.add(
          new Row(DeliveryRows.contentKey(life, sent.id()), sent.content().text().getBytes(UTF_8)));
    }
    made.add(
        new Row(
            DeliveryRows.ownerKey(sent.inbox().tenant(), sent.id()),
            ByteBuffer.allocate(Long.BYTES).putLong(sent.incarnation().number()).array()));
    made.add(new Row(DeliveryRows.messageKey(life, sent.id()), message.value()));
    // At a rebuild its steps may be there before it.
    due(life, message, DeliveryFacts.state(facts.steps(life, sent.id())), made);
  }

  /** Something was done or asked for. */
  public DeliveryChange stepped(Rows rows, Appended<DeliveryEvent> record) {
    DeliveryEvent event = record.event();
    long offset = record.position().offset();
    Life life = new Life(event.agent(), event.incarnation());
    Step step = Step.of(event, record.at());
    DeliveryFacts facts = new DeliveryFacts(rows);
    List<Row> made = new ArrayList<>();
    made.add(new Row(DeliveryRows.stepKey(life, event.delivery().message(), offset), step.value()));
    if (event instanceof DeliveryAttempted attempted) {
      failing(facts, life, attempted, offset).ifPresent(made::add);
    }
    List<byte[]> gone = new ArrayList<>();
    facts
        .message(life, event.delivery().message())
        .ifPresent(message -> move(facts, life, message, new Recorded(offset, step), made, gone));
    return new DeliveryChange(made, gone);
  }

  /** The hint that the step makes true, in place of the one that it makes stale. */
  private static void move(
      DeliveryFacts facts,
      Life life,
      Message message,
      Recorded step,
      List<Row> made,
      List<byte[]> gone) {
    DeliveryState before = DeliveryState.first();
    for (Recorded recorded : facts.steps(life, message.id())) {
      if (recorded.offset() < step.offset()) {
        before = before.after(recorded.step(), recorded.offset());
      }
    }
    DeliveryState after = before.after(step.step(), step.offset());
    if (after.equals(before)) {
      return;
    }
    if (before instanceof DeliveryState.Pending was) {
      gone.add(DeliveryRows.dueKey(life, was.due(), message.id(), was.made()));
    }
    due(life, message, after, made);
  }

  private static void due(Life life, Message message, DeliveryState state, List<Row> made) {
    if (state instanceof DeliveryState.Pending pending) {
      made.add(
          DeliveryRows.mark(
              DeliveryRows.dueKey(life, pending.due(), message.id(), pending.made())));
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

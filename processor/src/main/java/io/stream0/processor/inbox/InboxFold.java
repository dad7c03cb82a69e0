package io.stream0.processor.inbox;

import static io.stream0.processor.inbox.InboxRows.row;

import io.stream0.processor.inbox.InboxRows.Place;
import io.stream0.processor.message.StoredMessage;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.Recipient;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.streams.Appended;
import io.stream0.streams.repeat.Repeats;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record of {@code inbox} leads to. Decisions see only facts from below the record's
 * offset, so they are the same at every replay, in every owner, over stores that are ahead. A
 * repeated record leads to the same rows and the same entries again.
 *
 * <p>One instance folds one partition, record by record, from where its store was restored.
 */
public class InboxFold {
  private final InboxHeads heads = new InboxHeads();
  private final @Nullable Duration retention;

  /** Of an installation that keeps messages for ever. */
  public InboxFold() {
    this(null);
  }

  /**
   * @param retention how long a message can be acknowledged: by the time that its rows may be swept
   *     no decision looks at them; null for ever
   */
  public InboxFold(@Nullable Duration retention) {
    this.retention = retention;
  }

  /** What follows from the record, given what came before it. */
  public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
    InboxFacts facts = new InboxFacts(rows);
    return switch (record.event()) {
      case InboxOpened e -> opened(facts, record.position(), e);
      case MessageSent e -> sent(facts, record.position(), record.at(), e);
      case MessageAcked e -> acked(facts, record.position(), record.at(), e);
      case InboxErased e -> erased(facts, record.position(), record.at(), e);
    };
  }

  private InboxChange opened(InboxFacts facts, RecordPosition at, InboxOpened e) {
    heads.forget(e.inbox());
    return facts.isOpen(e.inbox(), e.incarnation(), at.offset())
        ? InboxChange.NONE
        : InboxChange.of(
            row(InboxRows.openedKey(e.inbox(), e.incarnation().number()), at.offset()));
  }

  private InboxChange erased(InboxFacts facts, RecordPosition record, Instant at, InboxErased e) {
    heads.forget(e.inbox());
    return facts.isErased(e.inbox(), e.incarnation(), record.offset())
        ? InboxChange.NONE
        : InboxChange.of(
            new Row(
                InboxRows.erasedKey(e.inbox(), e.incarnation()),
                InboxRows.erasedValue(record.offset(), at)));
  }

  private InboxChange sent(InboxFacts facts, RecordPosition record, Instant at, MessageSent e) {
    InboxKey inbox = e.inbox();
    Incarnation incarnation = e.incarnation();
    OptionalLong head = heads.lastPosition(inbox, incarnation);
    if ((head.isEmpty() && facts.isOver(inbox, incarnation, record.offset()))
        || facts.place(inbox.tenant(), e.id(), record.offset()).isPresent()
        || isRepeat(facts, record, at, e)
        || (head.isEmpty() && isSwept(facts, record, e))) {
      return InboxChange.NONE;
    }
    long last =
        head.isPresent()
            ? head.getAsLong()
            : facts.lastPosition(inbox, incarnation, record.offset());
    long position = last + 1;
    heads.put(inbox, incarnation, position);
    StoredMessage message =
        StoredMessage.of(
            e.id(), e.thread(), e.from().id(), inbox.agent(), e.type(), e.content(), at);
    Place place = new Place(inbox.agent(), incarnation, position, record.offset(), at, e.thread());
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            InboxRows.messageKey(inbox, incarnation, position),
            InboxRows.messageValue(record.offset(), e.id(), message)));
    rows.add(InboxRows.mark(InboxRows.byThreadKey(inbox, incarnation, e.thread(), position)));
    Repeats.row(e, record.offset(), at).ifPresent(rows::add);
    rows.add(new Row(InboxRows.byIdKey(inbox.tenant(), e.id()), place.value()));
    return new InboxChange(
        rows,
        List.of(
            new MessageAppended(
                new ThreadKey(inbox.tenant(), e.thread()),
                record,
                e.id(),
                e.from(),
                inbox.agent(),
                incarnation,
                e.type(),
                e.content(),
                at)));
  }

  /** Read again from far below what is committed, where the group's offsets were lost. */
  private static boolean isSwept(InboxFacts facts, RecordPosition record, MessageSent e) {
    return facts.swept(e.inbox(), e.incarnation()).offset() >= record.offset();
  }

  private static boolean isRepeat(
      InboxFacts facts, RecordPosition record, Instant at, MessageSent e) {
    return facts
        .repeated(e.inbox(), e.incarnation(), e.from().id(), e.repeatable(), record.offset(), at)
        .isPresent();
  }

  private InboxChange acked(InboxFacts facts, RecordPosition record, Instant at, MessageAcked e) {
    InboxKey inbox = e.inbox();
    Incarnation incarnation = e.incarnation();
    Place place = facts.place(inbox.tenant(), e.id(), record.offset()).orElse(null);
    if (place == null
        || !place.agent().equals(inbox.agent())
        || !place.incarnation().equals(incarnation)
        || (retention != null && place.at().plus(retention).isBefore(at))
        || facts.isOver(inbox, incarnation, record.offset())
        || facts.isAcked(inbox, incarnation, place.position(), record.offset())) {
      return InboxChange.NONE;
    }
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            InboxRows.ackKey(inbox, incarnation, place.position()),
            InboxRows.ackValue(record.offset(), e.key())));
    rows.addAll(run(facts, inbox, incarnation, place.position()));
    return new InboxChange(
        rows,
        List.of(
            new StatusChanged(
                new ThreadKey(inbox.tenant(), place.thread()),
                record,
                e.id(),
                new Recipient(inbox.agent(), incarnation),
                at)));
  }

  /** The hints of the run of acked messages that an acked one belongs to. */
  private static List<Row> run(
      InboxFacts facts, InboxKey inbox, Incarnation incarnation, long acked) {
    return hints(
        new AckedRun(
            inbox,
            incarnation,
            facts.runStart(inbox, incarnation, acked),
            facts.runEnd(inbox, incarnation, acked + 1)));
  }

  /** The hints of a run that a reader found in pieces; none where they are whole by now. */
  List<Row> mended(Rows rows, AckedRun run) {
    InboxFacts facts = new InboxFacts(rows);
    return facts.runEnd(run.inbox(), run.incarnation(), run.start()) >= run.end()
        ? List.of()
        : hints(run);
  }

  private static List<Row> hints(AckedRun run) {
    return List.of(
        row(InboxRows.runEndKey(run.inbox(), run.incarnation(), run.start()), run.end()),
        row(InboxRows.runStartKey(run.inbox(), run.incarnation(), run.end()), run.start()));
  }
}

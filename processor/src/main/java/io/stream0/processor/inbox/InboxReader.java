package io.stream0.processor.inbox;

import io.stream0.processor.Evaluation;
import io.stream0.processor.inbox.InboxRows.Place;
import io.stream0.processor.message.PageBuilder;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.query.AckOutcome;
import io.stream0.protocol.query.FoundMessage;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.streams.repeat.Keyed;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers from the rows of the inbox store, checking every hint against the facts. */
public final class InboxReader {
  /** A run is one hop, two where it was just joined to another; more are broken hints. */
  private static final int HOPS_OF_A_WHOLE_RUN = 8;

  private final Rows rows;
  private final InboxFacts facts;
  private final Consumer<AckedRun> staleRuns;

  /**
   * @param staleRuns told of runs whose hints are in pieces, to be mended: a query cannot write
   */
  public InboxReader(Rows rows, Consumer<AckedRun> staleRuns) {
    this.rows = rows;
    this.facts = new InboxFacts(rows);
    this.staleRuns = staleRuns;
  }

  public Evaluation<InboxReading> read(Query.ReadInbox query) {
    if (facts.isOver(query.inbox(), query.incarnation(), InboxFacts.NOW)) {
      return Evaluation.match(new InboxReading.Over());
    }
    // A sweep puts what it takes before it takes it: a page that it went on under is made again.
    long swept = facts.swept(query.inbox(), query.incarnation()).position();
    while (true) {
      MessagePage page = page(query, Math.max(query.after(), swept));
      long sweptSince = facts.swept(query.inbox(), query.incarnation()).position();
      if (sweptSince == swept) {
        return Evaluation.of(new InboxReading.Read(page), page.count() > 0);
      }
      swept = sweptSince;
    }
  }

  private MessagePage page(Query.ReadInbox query, long after) {
    PageBuilder page = new PageBuilder(query.limit());
    if (query.thread() != null) {
      readThread(query, query.thread(), after, page);
    } else {
      switch (query.status()) {
        case ALL -> readAll(query, after, page);
        case UNREAD -> readUnread(query, after, page);
        case ACKED -> readAcked(query, after, page);
      }
    }
    return page.build();
  }

  private void readAll(Query.ReadInbox query, long after, PageBuilder page) {
    InboxKey inbox = query.inbox();
    Incarnation incarnation = query.incarnation();
    try (Scan messages =
        rows.scan(
            InboxRows.messageKey(inbox, incarnation, after + 1),
            InboxRows.messageKey(inbox, incarnation, Long.MAX_VALUE))) {
      boolean more = true;
      while (more && messages.hasNext()) {
        var row = messages.next();
        long position = KeyBuilder.lastNumber(row.key());
        more =
            page.add(
                position, InboxRows.message(row.value()), isAcked(inbox, incarnation, position));
      }
    }
  }

  /** Costs what is unread: runs of acked messages are skipped by their hints. */
  private void readUnread(Query.ReadInbox query, long after, PageBuilder page) {
    long position = after;
    boolean more = true;
    while (more) {
      position = nextUnread(query.inbox(), query.incarnation(), position + 1);
      var message = facts.message(query.inbox(), query.incarnation(), position);
      more = message.isPresent() && page.add(position, message.get(), false);
    }
  }

  /** The first position from this one on that is not acked, there or not yet. */
  private long nextUnread(InboxKey inbox, Incarnation incarnation, long from) {
    long position = from;
    int hops = 0;
    while (true) {
      long end = facts.runEnd(inbox, incarnation, position);
      if (end > position) {
        position = end;
      } else if (isAcked(inbox, incarnation, position)) {
        position++;
      } else {
        break;
      }
      hops++;
    }
    if (hops > HOPS_OF_A_WHOLE_RUN) {
      staleRuns.accept(new AckedRun(inbox, incarnation, from, position));
    }
    return position;
  }

  private void readAcked(Query.ReadInbox query, long after, PageBuilder page) {
    InboxKey inbox = query.inbox();
    Incarnation incarnation = query.incarnation();
    try (Scan acks =
        rows.scan(
            InboxRows.ackKey(inbox, incarnation, after + 1),
            InboxRows.ackKey(inbox, incarnation, Long.MAX_VALUE))) {
      boolean more = true;
      while (more && acks.hasNext()) {
        long position = KeyBuilder.lastNumber(acks.next().key());
        var message = facts.message(inbox, incarnation, position);
        more = message.isEmpty() || page.add(position, message.get(), true);
      }
    }
  }

  private void readThread(Query.ReadInbox query, ThreadId thread, long after, PageBuilder page) {
    InboxKey inbox = query.inbox();
    Incarnation incarnation = query.incarnation();
    try (Scan marks =
        rows.scan(
            InboxRows.byThreadKey(inbox, incarnation, thread, after + 1),
            InboxRows.byThreadKey(inbox, incarnation, thread, Long.MAX_VALUE))) {
      boolean more = true;
      while (more && marks.hasNext()) {
        long position = KeyBuilder.lastNumber(marks.next().key());
        boolean acked = isAcked(inbox, incarnation, position);
        boolean wanted =
            switch (query.status()) {
              case ALL -> true;
              case UNREAD -> !acked;
              case ACKED -> acked;
            };
        if (wanted) {
          var message = facts.message(inbox, incarnation, position);
          more = message.isEmpty() || page.add(position, message.get(), acked);
        }
      }
    }
  }

  private boolean isAcked(InboxKey inbox, Incarnation incarnation, long position) {
    return facts.isAcked(inbox, incarnation, position, InboxFacts.NOW);
  }

  public Evaluation<Optional<FoundMessage>> find(Query.FindMessage query) {
    Optional<FoundMessage> found =
        facts
            .place(query.tenant(), query.id(), InboxFacts.NOW)
            .flatMap(place -> found(new InboxKey(query.tenant(), place.agent()), place));
    return Evaluation.of(found, found.isPresent());
  }

  private Optional<FoundMessage> found(InboxKey inbox, Place place) {
    if (facts.isOver(inbox, place.incarnation(), InboxFacts.NOW)) {
      return Optional.empty();
    }
    byte[] ack = facts.ack(inbox, place.incarnation(), place.position());
    // Looked at last: an acknowledgement that a sweep took was taken after this was put.
    if (place.position() <= facts.swept(inbox, place.incarnation()).position()) {
      return Optional.empty();
    }
    return Optional.of(
        new FoundMessage(
            place.agent(),
            place.incarnation(),
            ack != null,
            ack == null ? null : InboxRows.ackedBy(ack)));
  }

  /**
   * What the fold decided, found as it found it. Looked up below erasures too: what was accepted
   * was accepted.
   */
  public Evaluation<SendOutcome> outcome(Query.OutcomeOfSend query) {
    Optional<Place> place =
        facts
            .place(query.inbox().tenant(), query.id(), InboxFacts.NOW)
            .filter(p -> p.incarnation().equals(query.incarnation()));
    if (place.isPresent()) {
      return Evaluation.match(new SendOutcome.Accepted(place.get().offset(), place.get().at()));
    }
    if (facts.isOver(query.inbox(), query.incarnation(), query.offset())) {
      return Evaluation.match(new SendOutcome.IncarnationOver());
    }
    return Evaluation.match(
        facts
            .repeated(
                query.inbox(),
                query.incarnation(),
                query.from(),
                query.repeatable(),
                query.offset(),
                query.at())
            .map(earlier -> repeat(query, earlier))
            .orElseGet(SendOutcome.IncarnationOver::new));
  }

  private static SendOutcome repeat(Query.OutcomeOfSend query, Keyed earlier) {
    boolean same =
        query.repeatable() != null
            && query.repeatable().fingerprint().equals(earlier.fingerprint());
    return same
        ? new SendOutcome.Repeats(earlier.id(), earlier.offset(), earlier.at())
        : new SendOutcome.KeyReused();
  }

  public Evaluation<AckOutcome> outcome(Query.OutcomeOfAck query) {
    MessageAcked acked = query.acked();
    boolean won =
        facts
            .place(acked.inbox().tenant(), acked.id(), InboxFacts.NOW)
            .filter(place -> place.incarnation().equals(acked.incarnation()))
            .filter(place -> hasWon(acked, place, query.offset()))
            .isPresent();
    return Evaluation.match(won ? new AckOutcome.Won() : new AckOutcome.Lost());
  }

  private boolean hasWon(MessageAcked acked, Place place, long offset) {
    byte[] winner = facts.ack(acked.inbox(), place.incarnation(), place.position());
    if (winner == null) {
      return false;
    }
    boolean repeat = acked.key() != null && acked.key().equals(InboxRows.ackedBy(winner));
    return repeat || InboxRows.number(winner) == offset;
  }

  public Evaluation<Boolean> isOpen(Query.InboxIsOpen query) {
    boolean open = facts.isOpen(query.inbox(), query.incarnation(), InboxFacts.NOW);
    return Evaluation.of(open, open);
  }

  public Evaluation<Boolean> isErased(Query.InboxIsErased query) {
    boolean erased = facts.isErased(query.inbox(), query.incarnation(), InboxFacts.NOW);
    return Evaluation.of(erased, erased);
  }
}

package io.stream0.faults.check;

import static io.stream0.faults.check.Story.INBOX;
import static io.stream0.faults.check.Story.THREAD;
import static io.stream0.faults.check.Story.accepted;
import static io.stream0.faults.check.Story.acked;
import static io.stream0.faults.check.Story.begin;
import static io.stream0.faults.check.Story.created;
import static io.stream0.faults.check.Story.done;
import static io.stream0.faults.check.Story.notKnown;
import static io.stream0.faults.check.Story.shown;
import static io.stream0.faults.check.Story.unread;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.history.InboxRecord;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Position;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.ThreadEntry;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the topics and what was answered differ, that is found; where they agree, nothing is. */
class LogCheckTest {
  private static final AgentId AGENT = new AgentId("agent");
  private static final ThreadId ONLY_THREAD = new ThreadId("thread");
  private static final AgentId SENDER = new AgentId("sender");
  private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");

  private final List<InboxRecord> inbox = new ArrayList<>();
  private final List<ThreadEntry> threads = new ArrayList<>();
  private long incarnation = 1;

  private Position next() {
    return new Position(0, inbox.size());
  }

  private LogCheckTest opened(long number) {
    incarnation = number;
    inbox.add(new InboxRecord.Opened(next(), AGENT, number));
    return this;
  }

  private LogCheckTest erased() {
    inbox.add(new InboxRecord.Erased(next(), AGENT, incarnation));
    return this;
  }

  private LogCheckTest ackedBy(int id) {
    inbox.add(new InboxRecord.Acked(next(), AGENT, incarnation, Story.id(id)));
    return this;
  }

  /** A record of a message, and no entry. */
  private LogCheckTest sentOnly(int id, int content) {
    inbox.add(
        new InboxRecord.Sent(
            next(),
            AGENT,
            incarnation,
            Story.id(id),
            ONLY_THREAD,
            SENDER,
            "content-" + content,
            new IdempotencyKey("key-" + content),
            APPENDED));
    return this;
  }

  private LogCheckTest entry(int id, int content, long source) {
    threads.add(
        new ThreadEntry(
            new Position(1, threads.size()),
            ONLY_THREAD,
            Story.id(id),
            SENDER,
            AGENT,
            "content-" + content,
            new Position(0, source)));
    return this;
  }

  private LogCheckTest sent(int id) {
    sentOnly(id, id);
    return entry(id, id, inbox.size() - 1L);
  }

  private List<Violation> with(Story story) {
    return story.verdict(new Log(inbox, threads)).violations();
  }

  private static Story settled(Story story, Shown... shown) {
    return story.settle().read(INBOX, shown).read(THREAD, shown);
  }

  private static void assertOnly(List<Violation> violations, Class<? extends Violation> kind) {
    assertThat(violations).isNotEmpty().hasOnlyElementsOfType(kind);
    violations.forEach(violation -> assertThat(violation.sentence()).isNotBlank());
  }

  @Test
  void whatAgreesIsNoViolation() {
    opened(1).sent(1).sent(2).ackedBy(1).sent(3);
    // A repeat of a key, a message appended again by a replay, an ack that lost.
    sentOnly(9, 2).entry(1, 1, 1).ackedBy(1);
    assertThat(
            with(
                settled(
                    begin()
                        .send(1)
                        .sendKeyed(2, notKnown())
                        .sendKeyed(2, created(2))
                        .ack(1, done())
                        .send(3, accepted(3)),
                    acked(1),
                    unread(2),
                    unread(3))))
        .isEmpty();
  }

  @Test
  void whatWasAcceptedAndIsNotOnTheLogIsFound() {
    opened(1).sent(1);
    assertOnly(
        with(settled(begin().send(1).send(2, accepted(2)), unread(1), unread(2))).stream()
            .filter(violation -> violation instanceof Violation.NotOnTheLog)
            .toList(),
        Violation.NotOnTheLog.class);
  }

  @Test
  void aMessageWithoutItsEntryIsFound() {
    opened(1).sentOnly(1, 1).sent(2);
    Story story = begin().send(1, notKnown()).send(2).settle();
    assertOnly(
        with(story.read(INBOX, unread(1), unread(2)).read(THREAD, unread(2))),
        Violation.NotOnTheLog.class);
  }

  @Test
  void anEntryThatDerivesFromNothingIsFound() {
    opened(1).sent(1).entry(2, 2, 7);
    assertOnly(with(settled(begin().send(1), unread(1))), Violation.LogDiffers.class);
  }

  @Test
  void anEntryThatSaysSomethingElseIsFound() {
    opened(1).sent(1).entry(1, 2, 1);
    assertOnly(with(settled(begin().send(1), unread(1))), Violation.LogDiffers.class);
  }

  @Test
  void aMessageThatNobodyKnewOfAndNobodyIsShownIsFound() {
    opened(1).sent(1).sent(2);
    assertOnly(
        with(settled(begin().send(1, notKnown()).send(2), unread(2))),
        Violation.ViewDiffersFromLog.class);
    assertThat(with(settled(begin().send(1, notKnown()).send(2), unread(1), unread(2)))).isEmpty();
  }

  @Test
  void whatReachedTheLogLateMayBeShownOrNot() {
    opened(1).sent(1).sent(2);
    assertThat(with(settled(begin().send(1).send(2, notKnown()), unread(1)))).isEmpty();
    assertThat(with(settled(begin().send(1).send(2, notKnown()), unread(1), unread(2)))).isEmpty();
  }

  @Test
  void anotherOrderThanThatOfTheLogIsFound() {
    opened(1).sent(2).sent(1);
    Story story = begin().during(100, 120).send(1).during(100, 120).send(2);
    assertOnly(with(settled(story, unread(1), unread(2))), Violation.ViewDiffersFromLog.class);
  }

  @Test
  void anotherTimeThanThatOfTheRecordIsFound() {
    opened(1).sent(1);
    InboxRecord.Sent sent = (InboxRecord.Sent) inbox.removeLast();
    inbox.add(
        new InboxRecord.Sent(
            sent.at(),
            sent.agent(),
            sent.incarnation(),
            sent.id(),
            sent.thread(),
            sent.from(),
            sent.content(),
            sent.key(),
            APPENDED.plusMillis(1)));
    assertOnly(with(settled(begin().send(1), unread(1))), Violation.ViewDiffersFromLog.class);
  }

  @Test
  void aStatusThatIsNotThatOfTheLogIsFound() {
    opened(1).sent(1).ackedBy(1).sent(2);
    Story story = begin().send(1).ack(1, notKnown()).send(2);
    assertOnly(with(settled(story, unread(1), unread(2))), Violation.ViewDiffersFromLog.class);
    inbox.clear();
    threads.clear();
    opened(1).sent(1);
    assertOnly(
        with(settled(begin().send(1).ack(1, notKnown()), acked(1))),
        Violation.ViewDiffersFromLog.class);
  }

  @Test
  void anInboxIsWhatTheLatestLifeOfItsAgentTook() {
    opened(1).sent(1).erased().opened(2).sent(2);
    // To a life that is over.
    incarnation = 1;
    sentOnly(3, 3);
    Story story = begin().send(1).delete(done()).register().send(2).send(3, notKnown()).settle();
    assertThat(with(story.read(INBOX, unread(2)).read(THREAD, unread(1), shown(2, 2, false))))
        .isEmpty();
  }
}

package io.stream0.faults.check;

import static io.stream0.faults.check.Story.INBOX;
import static io.stream0.faults.check.Story.THREAD;
import static io.stream0.faults.check.Story.accepted;
import static io.stream0.faults.check.Story.acked;
import static io.stream0.faults.check.Story.begin;
import static io.stream0.faults.check.Story.created;
import static io.stream0.faults.check.Story.done;
import static io.stream0.faults.check.Story.notKnown;
import static io.stream0.faults.check.Story.notThere;
import static io.stream0.faults.check.Story.shown;
import static io.stream0.faults.check.Story.unread;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of violation is found where it is, and nothing is found where all is right. */
class CheckerTest {
  private static final Selection ACKED = new Selection(Selection.Status.ACKED, null);

  private static void assertOnly(List<Violation> violations, Class<? extends Violation> kind) {
    assertThat(violations).isNotEmpty().hasOnlyElementsOfType(kind);
    violations.forEach(violation -> assertThat(violation.sentence()).isNotBlank());
  }

  @Test
  void aHistoryInWhichAllIsRightHasNoViolation() {
    assertThat(
            begin()
                .send(1)
                .sendKeyed(2, notKnown())
                .sendKeyed(2, created(2))
                .sendKeyed(2, created(2))
                .send(3, accepted(3))
                .send(4, notKnown())
                .send(5, notKnown())
                .read(INBOX, unread(1), unread(2), unread(3))
                .read(INBOX, Selection.UNREAD, unread(1), unread(2), unread(3))
                .ackKeyed(1, "a", notKnown())
                .ackKeyed(1, "a", done())
                .ackKeyed(1, "b", notThere())
                .ackKeyed(1, "a", done())
                .read(INBOX, ACKED, acked(1))
                .read(INBOX, acked(1), unread(2), unread(3))
                // The status in a thread follows.
                .read(THREAD, unread(1), unread(2), unread(3))
                .end(acked(1), unread(2), unread(3), unread(5)))
        .isEmpty();
  }

  @Test
  void whatWasCreatedAndIsNotThereInTheEndIsLost() {
    assertOnly(begin().send(1).send(2).end(unread(2)), Violation.Lost.class);
  }

  @Test
  void whatIsDurableAndNotThereInTheEndIsLost() {
    assertOnly(begin().send(1, accepted(1)).end(), Violation.Lost.class);
  }

  @Test
  void whatIsInTheInboxAndNeverInTheThreadIsLost() {
    List<Violation> violations =
        begin()
            .send(1, notKnown())
            .settle()
            .read(INBOX, unread(1))
            .read(THREAD)
            .read(INBOX, unread(1))
            .violations();
    // Nobody had seen it when all had settled, so no one may say that it had to be there.
    assertThat(violations).isEmpty();

    assertOnly(
        begin()
            .send(1, notKnown())
            .read(INBOX, unread(1))
            .settle()
            .read(INBOX, unread(1))
            .read(THREAD)
            .violations(),
        Violation.Lost.class);
  }

  @Test
  void aReadThatBeganAfterA201AndMissesTheMessageIsFound() {
    assertOnly(begin().send(1).read(INBOX).end(unread(1)), Violation.ReadMissed.class);
    assertOnly(begin().send(1).read(THREAD).end(unread(1)), Violation.ReadMissed.class);
    assertOnly(
        begin().send(1).read(INBOX, Selection.UNREAD).end(unread(1)), Violation.ReadMissed.class);
    assertOnly(
        begin().send(1).ack(1, done()).read(INBOX, ACKED).end(acked(1)),
        Violation.ReadMissed.class);
  }

  @Test
  void aReadThatOverlapsTheSendMayMissTheMessage() {
    assertThat(begin().during(100, 120).send(1).during(119, 130).read(INBOX).end(unread(1)))
        .isEmpty();
  }

  @Test
  void whatOneReaderSawALaterOneMissesIsFound() {
    assertOnly(
        begin().send(1, notKnown()).read(INBOX, unread(1)).read(INBOX).end(unread(1)),
        Violation.ReadMissed.class);
  }

  @Test
  void aPageOwesOnlyWhatComesBeforeItsLast() {
    Story right = begin().send(1).send(2).send(3);
    long first = right.number();
    assertThat(
            right
                .page(INBOX, Selection.ALL, first, true, unread(1))
                .page(INBOX, Selection.ALL, first, true, unread(2))
                .end(unread(1), unread(2), unread(3)))
        .isEmpty();

    Story wrong = begin().send(1).send(2).send(3);
    first = wrong.number();
    assertOnly(
        wrong
            .page(INBOX, Selection.ALL, first, true, unread(1))
            .page(INBOX, Selection.ALL, first, true, unread(3))
            .end(unread(1), unread(2), unread(3)),
        Violation.ReadMissed.class);
  }

  @Test
  void anUnreadReadMayMissWhatIsBeingAcked() {
    assertThat(
            begin()
                .send(1)
                .during(100, 120)
                .ack(1, done())
                .during(110, 115)
                .read(INBOX, Selection.UNREAD)
                .end(acked(1)))
        .isEmpty();
  }

  @Test
  void aRepeatThatWasAnsweredWithAnotherIdIsFound() {
    assertOnly(
        begin()
            .sendKeyed(1, created(1))
            .sendKeyed(1, created(2))
            .end(unread(1), shown(2, 1, false)),
        Violation.RepeatMadeAnother.class);
  }

  @Test
  void aMessageThatIsThereTwiceIsFound() {
    assertOnly(
        begin()
            .sendKeyed(1, notKnown())
            .sendKeyed(1, created(1))
            .end(shown(9, 1, false), unread(1)),
        Violation.Doubled.class);
    // One without a key, of which nothing is known, is there at most once too.
    assertOnly(
        begin().send(1, notKnown()).end(shown(8, 1, false), shown(9, 1, false)),
        Violation.Doubled.class);
  }

  @Test
  void eachLifeOfAnAgentMayHaveAMessageOfOneSending() {
    assertThat(
            begin()
                .sendKeyed(1, created(1))
                .delete(done())
                .register()
                .sendKeyed(1, created(2))
                .settle()
                .read(INBOX, shown(2, 1, false))
                .read(THREAD, unread(1), shown(2, 1, false))
                .violations())
        .isEmpty();
  }

  @Test
  void whatNobodyWaitedForMayBeDoneInALaterLife() {
    Story story =
        begin()
            .sendKeyed(1, notKnown())
            .sendKeyed(1, created(1))
            .delete(done())
            .register()
            .settle();
    assertThat(
            story
                .read(INBOX, shown(2, 1, false))
                .read(THREAD, unread(1), shown(2, 1, false))
                .violations())
        .isEmpty();
  }

  @Test
  void aMessageThatOneReadShowsTwiceIsFound() {
    assertOnly(begin().send(1).end(unread(1), unread(1)), Violation.ShownTwice.class);
  }

  @Test
  void readersThatSawDifferentOrdersAreFound() {
    assertOnly(
        begin()
            .during(100, 120)
            .send(1)
            .during(100, 120)
            .send(2)
            .during(100, 120)
            .send(3)
            .read(INBOX, unread(1), unread(2), unread(3))
            .read(INBOX, unread(2), unread(3), unread(1))
            .end(unread(1), unread(2), unread(3)),
        Violation.OrderDiffers.class);
  }

  @Test
  void whatWasSentAfterA201AndComesBeforeItIsFound() {
    assertOnly(begin().send(1).send(2).end(unread(2), unread(1)), Violation.OutOfOrder.class);
    assertThat(begin().during(100, 120).send(1).during(110, 130).send(2).end(unread(2), unread(1)))
        .isEmpty();
  }

  @Test
  void anAckThatIsWonTwiceIsFound() {
    assertOnly(
        begin().send(1).ack(1, done()).ack(1, done()).end(acked(1)), Violation.AckWonTwice.class);
    assertOnly(
        begin().send(1).ackKeyed(1, "a", done()).ackKeyed(1, "b", done()).end(acked(1)),
        Violation.AckWonTwice.class);
  }

  @Test
  void anAckThatNobodyElseCanHaveWonAndIsRefusedIsFound() {
    assertOnly(begin().send(1).ack(1, notThere()).end(unread(1)), Violation.AckRefused.class);
    assertOnly(
        begin().send(1).ackKeyed(1, "a", done()).ackKeyed(1, "a", notThere()).end(acked(1)),
        Violation.AckRefused.class);
  }

  @Test
  void anAckMayLoseToOneOfWhichNothingIsKnown() {
    assertThat(begin().send(1).ack(1, notKnown()).ack(1, notThere()).end(acked(1))).isEmpty();
  }

  @Test
  void aMessageThatIsUnreadAgainIsFound() {
    assertOnly(
        begin().send(1).ack(1, done()).read(INBOX, Selection.UNREAD, unread(1)).end(acked(1)),
        Violation.UnreadAfterAck.class);
    assertOnly(
        begin()
            .send(1)
            .ack(1, notKnown())
            .read(INBOX, acked(1))
            .read(INBOX, unread(1))
            .end(acked(1)),
        Violation.UnreadAfterAck.class);
  }

  @Test
  void aMessageThatNobodyAckedAndIsAckedIsFound() {
    assertOnly(begin().send(1).end(acked(1)), Violation.AckedByNobody.class);
  }

  @Test
  void aMessageThatNobodySentIsFound() {
    assertOnly(begin().end(unread(1)), Violation.Invented.class);
    // Nor may it be there before it is sent.
    assertOnly(begin().read(INBOX, unread(1)).send(1).end(unread(1)), Violation.Invented.class);
  }

  @Test
  void aMessageThatIsNotWhatItWasIsFound() {
    assertOnly(
        begin().send(1).send(2).end(shown(1, 2, false), shown(2, 1, false)),
        Violation.Altered.class);
  }

  @Test
  void whatWasNotAskedForIsFound() {
    assertOnly(
        begin().send(1).read(INBOX, ACKED, unread(1)).end(unread(1)), Violation.NotAskedFor.class);
  }

  @Test
  void anInboxThatComesBackAfterItsErasureIsFound() {
    assertOnly(
        begin()
            .send(1)
            .delete(done())
            .register()
            .settle()
            .read(INBOX, unread(1))
            .read(THREAD, unread(1))
            .violations(),
        Violation.ShownAfterErasure.class);
  }

  @Test
  void aDeletedAgentTakesItsInboxAndNotItsThread() {
    assertThat(
            begin()
                .send(1)
                .delete(notKnown())
                .delete(notThere())
                .answered(INBOX, Selection.ALL, 4, notThere())
                .send(2, notThere())
                .ack(1, notThere())
                .register()
                .settle()
                .read(INBOX)
                .read(THREAD, unread(1))
                .violations())
        .isEmpty();
    assertOnly(
        begin().send(1).delete(done()).settle().read(THREAD).violations(), Violation.Lost.class);
  }

  @Test
  void anAgentThatIsRegisteredAndNotThereIsFound() {
    assertOnly(begin().send(1, notThere()).end(), Violation.AgentNotThere.class);
    assertOnly(begin().delete(notThere()).end(), Violation.AgentNotThere.class);
    Story story = begin();
    assertOnly(
        story.answered(INBOX, Selection.ALL, story.number(), notThere()).end(),
        Violation.AgentNotThere.class);
  }

  @Test
  void anAnswerThatTheContractDoesNotKnowIsFound() {
    assertOnly(begin().send(1, new Answer.Odd<>("500")).end(), Violation.OddAnswer.class);
    Story story = begin();
    assertOnly(
        story.answered(THREAD, Selection.ALL, story.number(), notThere()).end(),
        Violation.OddAnswer.class);
  }

  @Test
  void aHistoryWithoutALastLookProvesNothing() {
    assertOnly(
        begin().send(1).settle().read(INBOX, unread(1)).violations(),
        Violation.NeverReadInFull.class);
    assertOnly(begin().send(1).violations(), Violation.NeverReadInFull.class);
  }
}

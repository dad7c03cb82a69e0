package io.stream0.faults.check;

import static io.stream0.faults.check.Story.INBOX;
import static io.stream0.faults.check.Story.THREAD;
import static io.stream0.faults.check.Story.acked;
import static io.stream0.faults.check.Story.begin;
import static io.stream0.faults.check.Story.done;
import static io.stream0.faults.check.Story.notThere;
import static io.stream0.faults.check.Story.unread;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The one exception that the contract has: while a broker is deposed and does not know it, reads by
 * another server than the writer's may be late. They are counted apart, and nothing else is.
 */
class LateReadsTest {
  private static void assertLate(Story story, Class<? extends Violation> kind) {
    Verdict verdict = story.verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.late()).isNotEmpty().hasOnlyElementsOfType(kind);
  }

  private static void assertBroken(Story story, Class<? extends Violation> kind) {
    Verdict verdict = story.verdict();
    assertThat(verdict.late()).isEmpty();
    assertThat(verdict.violations()).isNotEmpty().hasOnlyElementsOfType(kind);
  }

  private static Story ended(Story story) {
    return story.settle().read(INBOX, unread(1)).read(THREAD, unread(1));
  }

  @Test
  void aReadByAnotherThanTheWritersMayBeLate() {
    assertLate(
        ended(begin().send(1).by("other").deposed().read(INBOX)), Violation.ReadMissed.class);
    assertLate(
        ended(begin().send(1).by("other").deposed().read(THREAD)), Violation.ReadMissed.class);
  }

  @Test
  void aReadByTheWritersMayNot() {
    assertBroken(ended(begin().send(1).deposed().read(INBOX)), Violation.ReadMissed.class);
    assertBroken(ended(begin().send(1).deposed().read(THREAD)), Violation.ReadMissed.class);
  }

  @Test
  void aReadThatBeganAfterTheBrokerWasHealedMayNot() {
    assertBroken(
        ended(begin().deposed().send(1).by("other").during(100, 110).read(INBOX)),
        Violation.ReadMissed.class);
  }

  @Test
  void nothingMayBeMissingAtTheEnd() {
    assertBroken(
        begin().send(1).by("other").settle().deposed().read(INBOX).read(THREAD, unread(1)),
        Violation.Lost.class);
  }

  @Test
  void anAckMayBeSeenLateByAnotherThanWhoTookIt() {
    Story late = begin().send(1).by("other").ack(1, done()).by("third").deposed();
    assertLate(
        late.read(INBOX, unread(1)).settle().read(INBOX, acked(1)).read(THREAD, acked(1)),
        Violation.UnreadAfterAck.class);
    Story broken = begin().send(1).by("other").ack(1, done()).deposed();
    assertBroken(
        broken.read(INBOX, unread(1)).settle().read(INBOX, acked(1)).read(THREAD, acked(1)),
        Violation.UnreadAfterAck.class);
  }

  @Test
  void anAckOfWhatIsNotSeenYetMayBeRefusedByAnotherThanTheWriters() {
    assertLate(
        ended(begin().send(1).by("other").deposed().ack(1, notThere())),
        Violation.AckRefused.class);
    assertBroken(ended(begin().send(1).deposed().ack(1, notThere())), Violation.AckRefused.class);
  }

  @Test
  void anAgentMayBeSeenLateByAnotherThanWhoRegisteredIt() {
    Story late = begin().by("other").deposed().send(1, notThere());
    assertLate(ended(late.by("server").send(1)), Violation.AgentNotThere.class);
    Story broken = begin().deposed().send(1, notThere());
    assertBroken(ended(broken.send(1)), Violation.AgentNotThere.class);
  }

  @Test
  void anErasureMayBeSeenLateByAnotherThanWhoDidIt() {
    Story late = begin().send(1).delete(done()).by("other").deposed().read(INBOX, unread(1));
    assertLate(late.settle().read(THREAD, unread(1)), Violation.ShownAfterErasure.class);
    Story broken = begin().send(1).delete(done()).deposed().read(INBOX, unread(1));
    assertBroken(broken.settle().read(THREAD, unread(1)), Violation.ShownAfterErasure.class);
  }
}

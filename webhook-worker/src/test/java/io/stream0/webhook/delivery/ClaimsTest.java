package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.attempted;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.DeliveryId;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What holds when the turn of a job comes that was handed out. */
class ClaimsTest extends OnADesk {
  @Test
  void whatLeftNoRecordGoesOutAgain() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    taken.getFirst().claim().leftNoRecord();
    assertThat(handOut(NOW)).isEmpty();
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
  }

  @Test
  void whatIsDeletedWhileItWaitsIsNotSent() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    agents.clear();
    assertThat(claim.begin()).isEmpty();
    assertThat(handOut(LATER)).isEmpty();
    assertThat(desk.out()).isZero();
    assertThat(desk.next(LATER)).isEmpty();
  }

  @Test
  void anotherUrlActsOnWhatWaits() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    URI nextDoor = HOOK.resolve("/other");
    agent("a", nextDoor);
    assertThat(claim.begin()).hasValueSatisfying(a -> assertThat(a.webhook()).isEqualTo(nextDoor));
    // Another endpoint has a lane of its own.
    agent("a", ELSEWHERE);
    assertThat(claim.begin()).isEmpty();
    assertThat(handOut(NOW)).containsExactly(message("a", 1));
    assertThat(taken.getFirst().endpoint()).isEqualTo(Endpoint.of(ELSEWHERE));
    assertThat(claim.begin()).isEmpty();
    agent("a", null);
    assertThat(taken.getFirst().claim().begin()).isEmpty();
    assertThat(handOut(NOW)).isEmpty();
    assertThat(givenUp).containsExactly(DeliveryId.of(message("a", 1)));
  }

  @Test
  void whatAnotherWorkerRecordedMeanwhileIsNotSent() {
    agent("a", HOOK);
    DeliveryLog log = new DeliveryLog().send("a", 1, null);
    fold(log);
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    assertThat(claim.begin()).isPresent();
    log.add(attempted("a", 1, 0, 1, new AttemptOutcome.Delivered(), 1));
    desk.recorded(new DeliveryFold(null).stepped(rows, log.deliveries.getFirst()));
    assertThat(claim.begin()).isEmpty();
    assertThat(desk.out()).isZero();
  }

  @Test
  void aRecordThatSettlesNothingLeavesWhatIsOutOut() {
    agent("a", HOOK);
    DeliveryLog log =
        new DeliveryLog()
            .send("a", 1, null)
            .add(attempted("a", 1, 0, 2, new AttemptOutcome.Failed(NOW), 1));
    fold(log);
    assertThat(handOut(NOW)).containsExactly(message("a", 1));
    // What a deposed owner had done before lands late.
    log.add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(NOW), 1));
    desk.recorded(new DeliveryFold(null).stepped(rows, log.deliveries.getLast()));
    assertThat(desk.out()).isEqualTo(1);
    assertThat(foldOn(log, 0)).isEmpty();
    assertThat(handOut(NOW)).isEmpty();
  }

  @Test
  void whatIsNotKnownToBeDueStillIsLookedAtAgainLater() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    known = false;
    assertThat(taken.getFirst().claim().begin()).isEmpty();
    assertThat(handOut(NOW)).isEmpty();
    assertThat(desk.next(NOW)).hasValueSatisfying(at -> assertThat(at).isAfter(NOW));
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
  }

  @Test
  void whatIsRecordedHereIsNoNewsUntilItIsFolded() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null).send("a", 2, null).send("a", 3, null));
    handOut(NOW);
    DeliveryEvent done = attempted("a", 1, 0, 1, new AttemptOutcome.Delivered(), 1);
    taken.getFirst().claim().recorded(new RecordPosition(0, 4), done);
    taken.getFirst().claim().recorded(new RecordPosition(0, -1), done);
    assertThat(taken.getLast().claim().begin()).isPresent();
    assertThat(askedOwn).accepts(4L).rejects(-1L, 3L, 5L);
    desk.folded(5);
    assertThat(askedOwn).rejects(4L);
    // Kafka's word may come after the record itself.
    taken.getFirst().claim().recorded(new RecordPosition(0, 5), done);
    assertThat(askedOwn).rejects(5L);
  }

  @Test
  void whereThereAreTooManyOwnRecordsAllAreWaitedFor() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    DeliveryEvent failed = attempted("b", 1, 0, 1, new AttemptOutcome.Failed(NOW), 1);
    for (int offset = 0; offset < OwnRecords.MOST; offset++) {
      claim.recorded(new RecordPosition(0, offset), failed);
    }
    claim.catchUp();
    assertThat(askedOwn).rejects(0L, OwnRecords.MOST - 1L);
    assertThat(claim.begin()).isEmpty();
    assertThat(askedOwn).rejects(0L, OwnRecords.MOST - 1L);
    desk.folded(0);
    claim.catchUp();
    assertThat(askedOwn).rejects(0L).accepts(1L, OwnRecords.MOST - 1L);
  }

  @Test
  void sinceWhenAWebhookOnlyFailsIsKnownWhileOwnRecordsAreNotFolded() {
    agent("a", HOOK);
    DeliveryLog log =
        new DeliveryLog()
            .send("a", 1, null)
            .send("a", 9, null)
            .send("a", 2, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(LATER), 1));
    fold(log);
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    claim.recorded(
        new RecordPosition(0, 4), attempted("a", 2, 0, 1, new AttemptOutcome.Failed(LATER), 1));
    claim.catchUp();
    assertThat(askedOwn).accepts(4L).rejects(3L, 5L);
    assertThat(claim.failingSince(1)).isPresent();
  }

  @Test
  void aWebhookThatTookWhatIsNotFoldedYetDoesNotOnlyFail() {
    agent("a", HOOK);
    agent("b", HOOK);
    DeliveryLog log =
        new DeliveryLog()
            .send("a", 1, null)
            .send("a", 9, null)
            .send("a", 2, null)
            .send("b", 1, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(LATER), 1))
            .add(attempted("b", 1, 0, 1, new AttemptOutcome.Failed(NOW), 1));
    fold(log);
    handOut(NOW);
    Claim claim = taken.getFirst().claim();
    Claim other = taken.getLast().claim();
    assertThat(claim.failingSince(1)).isPresent();
    claim.recorded(
        new RecordPosition(0, 9), attempted("a", 2, 0, 1, new AttemptOutcome.Delivered(), 1));
    assertThat(claim.failingSince(1)).isEmpty();
    assertThat(other.failingSince(1)).isPresent();
    // What it led to is in the rows by then, not here.
    desk.folded(9);
    assertThat(claim.failingSince(1)).isPresent();
  }

  @Test
  void whatAnEarlierAttemptCameToIsFoldedBeforeTheNext() {
    agent("a", HOOK);
    DeliveryLog log = new DeliveryLog().send("a", 1, null);
    fold(log);
    handOut(NOW);
    Claim earlier = taken.getFirst().claim();
    // Another worker's record settles it while this one's is on its way.
    log.add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(NOW), 1));
    DeliveryChange change = new DeliveryFold(null).stepped(rows, log.deliveries.getFirst());
    desk.recorded(change);
    change.rows().forEach(rows::put);
    change.gone().forEach(rows::delete);
    assertThat(handOut(NOW)).isEmpty();
    change.dues().forEach(due -> desk.due(rows, due, NOW).forEach(rows::delete));
    earlier.recorded(
        new RecordPosition(0, 9), attempted("a", 1, 0, 1, new AttemptOutcome.Failed(NOW), 1));
    Claim next = taken.getFirst().claim();
    assertThat(next.begin()).isEmpty();
    assertThat(handOut(NOW)).isEmpty();
    desk.folded(9);
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
    assertThat(taken.getFirst().claim().begin()).isPresent();
  }

  @Test
  void aTaskThatHasEndedSendsNothingMore() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    desk.close();
    assertThat(taken.getFirst().claim().begin()).isEmpty();
  }
}

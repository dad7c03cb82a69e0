package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.attempted;
import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is handed out when, and in whose turn. */
class DeskTest extends OnADesk {
  @Test
  void whatIsDueGoesOutOnceUntilItIsRecorded() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    assertThat(handOut(NOW)).containsExactly(message("a", 1));
    assertThat(handOut(LATER)).isEmpty();
    assertThat(desk.out()).isEqualTo(1);
  }

  @Test
  void aRetryWaitsForItsTimeAndASuccessIsTheEnd() {
    agent("a", HOOK);
    fold(
        new DeliveryLog()
            .send("a", 1, null)
            .send("a", 9, null)
            .send("a", 2, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(LATER), 1))
            .add(attempted("a", 2, 0, 1, new AttemptOutcome.Delivered(), 1)));
    assertThat(handOut(NOW)).isEmpty();
    assertThat(desk.next(NOW)).contains(LATER);
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
    assertThat(taken.getFirst().attempt()).isEqualTo(2);
  }

  @Test
  void anEndpointThatIsWellAgainIsServedAtOnce() {
    agent("a", HOOK);
    room = 1;
    patience = Duration.ofSeconds(5);
    fold(new DeliveryLog().send("a", 1, null).send("a", 2, null).send("a", 3, null));
    assertThat(handOut(NOW)).hasSize(1);
    Instant soon = NOW.plusMillis(50);
    assertThat(handOut(soon)).isEmpty();
    assertThat(desk.next(soon)).contains(NOW.plusSeconds(5));
    patience = Duration.ofMillis(20);
    assertThat(desk.next(soon)).contains(NOW.plusMillis(20));
    assertThat(handOut(soon)).hasSize(1);
  }

  @Test
  void whatFindsNoRoomStaysInTheRowsAndInOrder() {
    agent("a", HOOK);
    room = 2;
    DeliveryLog log = new DeliveryLog();
    for (int number = 0; number < 9; number++) {
      log.send("a", number, null);
    }
    fold(log);
    List<MessageId> first = handOut(NOW);
    assertThat(first).hasSize(2);
    List<MessageId> second = handOut(NOW.plusSeconds(2));
    assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
    assertThat(second.getFirst().value()).isGreaterThan(first.getLast().value());
  }

  @Test
  void whatIsFoldedGoesOutAtOnceUnlessOthersOfItsEndpointWait() {
    agent("a", HOOK);
    agent("b", HOOK);
    DeliveryLog log = new DeliveryLog().send("a", 1, null).send("a", 9, null).send("b", 1, null);
    assertThat(foldOn(log, 0)).containsExactly(message("a", 1));
    foldOn(log, 1);
    room = 1;
    assertThat(foldOn(log, 2)).containsExactly(message("b", 1));
    log.send("b", 2, null).send("a", 9, null).send("a", 2, null);
    room = 0;
    assertThat(foldOn(log, 3)).isEmpty();
    room = 1;
    foldOn(log, 4);
    assertThat(foldOn(log, 5)).isEmpty();
    assertThat(handOut(LATER)).containsExactly(message("b", 2));
    assertThat(handOut(LATER.plusSeconds(2))).containsExactly(message("a", 2));
  }

  @Test
  void agentsOfOneEndpointTakeTurnsHoweverMuchWaitsOfOneOfThem() {
    agent("a", HOOK);
    agent("b", HOOK);
    room = 2;
    DeliveryLog log = new DeliveryLog();
    for (int number = 0; number < 30; number++) {
      log.send("a", number, null);
    }
    for (int number = 0; number < 6; number++) {
      log.send("b", number, null);
    }
    fold(log);
    for (int look = 0; look < 3; look++) {
      handOut(NOW.plusSeconds(2L * look));
      assertThat(taken)
          .extracting(Job::life)
          .as("look " + look)
          .containsExactlyInAnyOrder(life("a"), life("b"));
    }
  }

  @Test
  void newMessagesDoNotHoldUpARetryNorRetriesANewMessage() {
    agent("a", HOOK);
    room = 1;
    DeliveryLog log = new DeliveryLog();
    for (int number = 0; number < 12; number++) {
      log.send("a", number, null);
    }
    for (int number : new int[] {0, 2, 3}) {
      log.add(attempted("a", number, 0, 1, new AttemptOutcome.Failed(NOW), 1));
    }
    fold(log);
    List<Integer> attempts = new ArrayList<>();
    for (int look = 0; look < 4; look++) {
      handOut(NOW.plusSeconds(2L * look));
      taken.forEach(job -> attempts.add(job.attempt()));
    }
    assertThat(attempts).containsExactly(2, 1, 2, 1);
  }

  @Test
  void endpointsThatFindNoRoomAreServedInTheirOrder() {
    List<String> agents = List.of("a", "b");
    DeliveryLog log = new DeliveryLog();
    for (String agent : agents) {
      agent(agent, URI.create("http://" + agent + ".example/"));
      for (int number = 0; number < 9; number++) {
        log.send(agent, number, null);
      }
    }
    fold(log);
    // One more finds room at each look, whoever it is.
    room = 1;
    List<Life> order = new ArrayList<>();
    for (int look = 0; look < 4; look++) {
      handOut(NOW.plusSeconds(2L * look));
      taken.forEach(job -> order.add(job.life()));
    }
    assertThat(order).containsExactly(life("a"), life("b"), life("a"), life("b"));
  }

  @Test
  void whatIsOutIsNotGoneThroughAgain() {
    agent("a", HOOK);
    room = 20;
    DeliveryLog log = new DeliveryLog();
    for (int number = 0; number < 300; number++) {
      log.send("a", number, null);
    }
    fold(log);
    for (int look = 0; look < 5; look++) {
      handOut(NOW.plusSeconds(2L * look));
    }
    assertThat(desk.out()).isEqualTo(100);
    int before = rows.rowsRead();
    handOut(NOW.plusSeconds(10));
    // The hint, and no more than a few rows beside it, of each.
    assertThat(rows.rowsRead() - before).isLessThan(20 * 4);
  }

  @Test
  void theOldestThatIsDueIsKnown() {
    agent("a", HOOK);
    agent("b", ELSEWHERE);
    room = 1;
    fold(
        new DeliveryLog()
            .send("a", 1, null)
            .send("a", 9, null)
            .send("a", 2, null)
            .send("b", 3, null)
            .add(attempted("b", 3, 0, 1, new AttemptOutcome.Failed(LATER), 1)));
    assertThat(desk.oldest()).isEmpty();
    handOut(NOW);
    // One is out, the other waits; of the third the time has not come.
    assertThat(desk.oldest()).contains(DeliveryLog.at(5));
    desk.recorded(
        new DeliveryFold(null)
            .stepped(
                rows,
                new DeliveryLog()
                    .add(attempted("a", 1, 0, 1, new AttemptOutcome.Delivered(), 1))
                    .deliveries
                    .getFirst()));
    assertThat(desk.oldest()).contains(DeliveryLog.at(7));
  }

  @Test
  void whatIsNotTakenAfterAllStaysInTheRows() {
    agent("a", HOOK);
    agent("b", null);
    fold(new DeliveryLog().send("a", 1, null).send("a", 9, null).send("b", 1, null));
    full = true;
    assertThat(handOut(NOW)).isEmpty();
    assertThat(desk.out()).isZero();
    full = false;
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
    assertThat(givenUp).containsExactly(DeliveryId.of(message("b", 1)));
  }

  @Test
  void aDeletedAgentIsNotToldAndItsHintsGo() {
    fold(new DeliveryLog().send("a", 1, null));
    int before = rows.size();
    assertThat(handOut(NOW)).isEmpty();
    assertThat(rows.size()).isEqualTo(before - 1);
    assertThat(desk.next(NOW)).isEmpty();
  }

  @Test
  void aWebhookThatIsGoneEndsWhatIsDue() {
    agent("a", null);
    fold(new DeliveryLog().send("a", 1, null));
    assertThat(handOut(NOW)).isEmpty();
    assertThat(givenUp).containsExactly(DeliveryId.of(message("a", 1)));
  }

  @Test
  void aStaleHintIsDeletedAndNothingGoesOut() {
    agent("a", HOOK);
    DeliveryLog log =
        new DeliveryLog()
            .send("a", 1, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Delivered(), 1));
    log.fold(new DeliveryFold(null), rows, new Random(1));
    int clean = rows.size();
    rows.put(
        DeliveryRows.mark(
            DeliveryRows.dueKey(
                life("a"), DeliveryState.AT_ONCE, message("a", 1), DeliveryState.MESSAGE)));
    desk.load(rows);
    assertThat(handOut(NOW)).isEmpty();
    assertThat(rows.size()).isEqualTo(clean);
  }
}

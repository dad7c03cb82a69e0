package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.attempted;
import static io.stream0.webhook.delivery.DeliveryLog.givenUp;
import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static io.stream0.webhook.delivery.DeliveryLog.redelivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.streams.store.MapRows;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryStateTest {
  private static final Instant LATER = Instant.parse("2026-01-02T03:04:05Z");
  private static final AttemptOutcome FAILED = new AttemptOutcome.Failed(LATER);
  private static final AttemptOutcome DELIVERED = new AttemptOutcome.Delivered();
  private static final AttemptOutcome EXHAUSTED = new AttemptOutcome.Exhausted();

  private static DeliveryState stateAfter(DeliveryEvent... events) {
    DeliveryLog log = new DeliveryLog().send("a", 2, null);
    for (DeliveryEvent event : events) {
      log.add(event);
    }
    MapRows rows = new MapRows();
    log.fold(new DeliveryFold(null), rows, new Random(1));
    DeliveryFacts facts = new DeliveryFacts(rows, null);
    Message sent = facts.message(life("a"), message("a", 2)).orElseThrow();
    return facts.course(sent, facts.steps(life("a"), sent.id())).state();
  }

  private static DeliveryEvent attempt(int round, int attempt, AttemptOutcome outcome) {
    return attempted("a", 2, round, attempt, outcome, 1);
  }

  @Test
  void aMessageIsDueAtOnce() {
    assertThat(stateAfter())
        .isInstanceOfSatisfying(
            DeliveryState.Pending.class,
            pending -> {
              assertThat(pending.due()).isEqualTo(DeliveryState.AT_ONCE);
              assertThat(pending.attempts()).isZero();
            });
  }

  @Test
  void aFailureIsTriedAgainThenAndASuccessIsTheEnd() {
    assertThat(stateAfter(attempt(0, 1, FAILED)))
        .isInstanceOfSatisfying(
            DeliveryState.Pending.class,
            pending -> {
              assertThat(pending.due()).isEqualTo(LATER);
              assertThat(pending.attempts()).isEqualTo(1);
            });
    assertThat(stateAfter(attempt(0, 1, FAILED), attempt(0, 2, DELIVERED)))
        .isEqualTo(new DeliveryState.Delivered(0));
    assertThat(stateAfter(attempt(0, 1, EXHAUSTED))).isEqualTo(new DeliveryState.Exhausted(0));
    assertThat(stateAfter(givenUp("a", 2))).isEqualTo(new DeliveryState.Exhausted(0));
  }

  @Test
  void whatIsDeliveredStaysSoWhateverADeposedOwnerRecordsLate() {
    assertThat(
            stateAfter(
                attempt(0, 2, DELIVERED),
                attempt(0, 2, FAILED),
                attempt(0, 3, EXHAUSTED),
                givenUp("a", 2)))
        .isEqualTo(new DeliveryState.Delivered(0));
  }

  @Test
  void aDeliveryAskedForAgainIsDueAtOnceAndNoEarlierAttemptEndsIt() {
    assertThat(stateAfter(attempt(0, 1, EXHAUSTED), redelivery("a", 2), attempt(0, 2, EXHAUSTED)))
        .isInstanceOfSatisfying(
            DeliveryState.Pending.class,
            pending -> {
              assertThat(pending.due()).isEqualTo(DeliveryState.AT_ONCE);
              assertThat(pending.round()).isEqualTo(1);
            });
    assertThat(stateAfter(attempt(0, 1, DELIVERED), redelivery("a", 2), attempt(1, 1, FAILED)))
        .isInstanceOf(DeliveryState.Pending.class);
  }
}

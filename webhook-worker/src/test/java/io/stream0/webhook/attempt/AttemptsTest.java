package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an attempt comes to. */
@Timeout(60)
class AttemptsTest extends Attempting {
  private AttemptOutcome outcome(Reply reply, int attempt) throws InterruptedException {
    return outcome(reply, attempt, new HeldClaim(HOOK));
  }

  private AttemptOutcome outcome(Reply reply, int attempt, HeldClaim claim)
      throws InterruptedException {
    try (Attempts attempts = attempts((told, time, signature) -> reply, 10, 10)) {
      attempts.take(job(1, HOOK, attempt, claim));
      Object event = journal.take();
      while (!(event instanceof DeliveryAttempted)) {
        assertThat(event).isInstanceOf(WebhookSwitchOffRequested.class);
        event = journal.take();
      }
      return ((DeliveryAttempted) event).outcome();
    }
  }

  @Test
  void onlyA2xxIsSuccess() throws Exception {
    for (int status : new int[] {200, 201, 204, 299}) {
      assertThat(outcome(new Reply.Answered(status, null), 1))
          .isEqualTo(new AttemptOutcome.Delivered());
    }
    for (int status : new int[] {199, 300, 302, 400, 404, 500}) {
      assertThat(outcome(new Reply.Answered(status, null), 1))
          .isInstanceOf(AttemptOutcome.Failed.class);
    }
    assertThat(outcome(new Reply.Unanswered("timeout"), 1))
        .isInstanceOf(AttemptOutcome.Failed.class);
  }

  @Test
  void attemptsAreCountedByOutcome() throws Exception {
    outcome(new Reply.Answered(204, null), 1);
    outcome(new Reply.Answered(500, null), 1);
    outcome(new Reply.Answered(500, null), 3);
    for (String outcome : List.of("delivered", "failed", "exhausted")) {
      assertThat(meters.get("stream0.webhooks.attempts").tag("outcome", outcome).timer().count())
          .as(outcome)
          .isEqualTo(1);
    }
  }

  @Test
  void afterTheLastWaitThereIsNoOther() throws Exception {
    assertThat(outcome(new Reply.Answered(500, null), 2)).isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(outcome(new Reply.Answered(500, null), 3)).isEqualTo(new AttemptOutcome.Exhausted());
  }

  @Test
  void whatABusyEndpointAsksForIsKept() throws Exception {
    assertThat(outcome(new Reply.Answered(429, "15"), 1))
        .isEqualTo(new AttemptOutcome.Failed(NOW.plusSeconds(15)));
    assertThat(outcome(new Reply.Answered(503, "99"), 1))
        .isEqualTo(new AttemptOutcome.Failed(NOW.plusSeconds(20)));
  }

  @Test
  void goneSwitchesTheWebhookOffBeforeTheAttemptIsRecorded() throws Exception {
    try (Attempts attempts =
        attempts((told, time, signature) -> new Reply.Answered(410, null), 10, 10)) {
      attempts.take(job(1, HOOK, 1, new HeldClaim(HOOK).whenOff(NOW)));
      assertThat(journal.take())
          .isInstanceOfSatisfying(
              WebhookSwitchOffRequested.class, off -> assertThat(off.revision()).isEqualTo(3));
      assertThat(journal.take())
          .isInstanceOfSatisfying(
              DeliveryAttempted.class,
              done -> assertThat(done.outcome()).isEqualTo(new AttemptOutcome.Exhausted()));
    }
  }

  @Test
  void anotherWebhookThatWasRegisteredMeanwhileIsToldInItsTurn() throws Exception {
    // The directory does not have it off: the request meant the one before.
    assertThat(outcome(new Reply.Answered(410, null), 1, new HeldClaim(HOOK)))
        .isInstanceOf(AttemptOutcome.Failed.class);
  }

  @Test
  void whatOnlyFailsForFiveDaysIsSwitchedOff() throws Exception {
    Reply failure = new Reply.Unanswered("timeout");
    assertThat(outcome(failure, 1, failing(Duration.ofDays(5).minusMillis(1))))
        .isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(outcome(failure, 1, failing(Duration.ofDays(5))))
        .isEqualTo(new AttemptOutcome.Exhausted());
    assertThat(outcome(new Reply.Answered(204, null), 1, failing(Duration.ofDays(9))))
        .isEqualTo(new AttemptOutcome.Delivered());
  }

  @Test
  void whatAnsweredToAnotherMeanwhileIsNotSwitchedOff() throws Exception {
    HeldClaim claim = failing(Duration.ofDays(9));
    claim.news = () -> claim.failingSince = null;
    assertThat(outcome(new Reply.Unanswered("timeout"), 1, claim))
        .isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(journal).isEmpty();
  }

  @Test
  void whatCannotBeFoundOutSwitchesNothingOff() throws Exception {
    HeldClaim claim = failing(Duration.ofDays(9));
    claim.news =
        () -> {
          throw new UnansweredException("no broker");
        };
    assertThat(outcome(new Reply.Unanswered("timeout"), 1, claim))
        .isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(journal).isEmpty();
  }

  private static HeldClaim failing(Duration time) {
    HeldClaim claim = new HeldClaim(HOOK).whenOff(NOW);
    claim.failingSince = NOW.minus(time);
    return claim;
  }

  @Test
  void whatLeavesNoRecordIsGivenBack() throws Exception {
    journalFails = new IllegalStateException("no broker");
    HeldClaim claim = new HeldClaim(HOOK).whenOff(NOW);
    try (Attempts attempts =
        attempts((told, time, signature) -> new Reply.Answered(410, null), 10, 10)) {
      attempts.take(job(1, HOOK, 1, claim));
      await().until(() -> claim.released);
    }
    assertThat(journal).isEmpty();
  }

  @Test
  void whereARecordStandsIsTold() throws Exception {
    try (Attempts attempts = attempts((told, at, sign) -> new Reply.Answered(204, null), 1, 1)) {
      HeldClaim claim = new HeldClaim(HOOK);
      attempts.take(job(1, HOOK, 1, claim));
      await().until(() -> claim.recorded != null);
      assertThat(claim.recorded).isEqualTo(new RecordPosition(0, 1));
      assertThat(claim.released).isFalse();
    }
  }
}

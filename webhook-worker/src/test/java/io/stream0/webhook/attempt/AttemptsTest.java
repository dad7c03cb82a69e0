package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.webhook.delivery.Job;
import io.stream0.webhook.delivery.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final URI HOOK = URI.create("http://hook.example/h");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BlockingQueue<Object> journal = new LinkedBlockingQueue<>();
  private volatile @Nullable RuntimeException journalFails;

  private final Journal recording =
      new Journal() {
        @Override
        public CompletableFuture<Void> append(DeliveryEvent event) {
          return write(event);
        }

        @Override
        public CompletableFuture<Void> append(WebhookSwitchOffRequested event) {
          return write(event);
        }

        private CompletableFuture<Void> write(Object event) {
          RuntimeException failure = journalFails;
          if (failure != null) {
            return CompletableFuture.failedFuture(failure);
          }
          journal.add(event);
          return CompletableFuture.completedFuture(null);
        }
      };

  private Attempts attempts(WebhookClient client, int most, int mostOfOne) {
    return new Attempts(
        client,
        new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more")),
        recording,
        new Attempts.Rules(
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            Duration.ofDays(5),
            most,
            mostOfOne),
        () -> NOW,
        new Random(7),
        new AttemptMeters(meters));
  }

  static Job job(int number, URI webhook, int attempt, @Nullable Instant failingSince) {
    InboxKey inbox = new InboxKey(new TenantId("acme"), new AgentId("agent"));
    Agent agent =
        new Agent(
            inbox.tenant(),
            inbox.agent(),
            new Incarnation(1),
            List.of(),
            null,
            webhook,
            new WebhookTerms(false, 1, 3, NOW, null),
            List.of(),
            1,
            NOW);
    Message message =
        new Message(
            number,
            NOW,
            MessageId.of(new UUID(7, number), inbox),
            new ThreadId("t"),
            new AgentId("me"),
            MessageType.REQUEST);
    return new Job(agent, webhook, message, null, 0, attempt, failingSince);
  }

  private AttemptOutcome outcome(Reply reply, int attempt, @Nullable Instant failingSince)
      throws InterruptedException {
    try (Attempts attempts = attempts((told, time, signature) -> reply, 10, 10)) {
      attempts.take(job(1, HOOK, attempt, failingSince), () -> {});
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
      assertThat(outcome(new Reply.Answered(status, null), 1, null))
          .isEqualTo(new AttemptOutcome.Delivered());
    }
    for (int status : new int[] {199, 300, 302, 400, 404, 500}) {
      assertThat(outcome(new Reply.Answered(status, null), 1, null))
          .isInstanceOf(AttemptOutcome.Failed.class);
    }
    assertThat(outcome(new Reply.Unanswered("timeout"), 1, null))
        .isInstanceOf(AttemptOutcome.Failed.class);
  }

  @Test
  void attemptsAreCountedByOutcome() throws Exception {
    outcome(new Reply.Answered(204, null), 1, null);
    outcome(new Reply.Answered(500, null), 1, null);
    outcome(new Reply.Answered(500, null), 3, null);
    for (String outcome : List.of("delivered", "failed", "exhausted")) {
      assertThat(meters.get("stream0.webhooks.attempts").tag("outcome", outcome).timer().count())
          .as(outcome)
          .isEqualTo(1);
    }
  }

  @Test
  void afterTheLastWaitThereIsNoOther() throws Exception {
    assertThat(outcome(new Reply.Answered(500, null), 2, null))
        .isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(outcome(new Reply.Answered(500, null), 3, null))
        .isEqualTo(new AttemptOutcome.Exhausted());
  }

  @Test
  void whatABusyEndpointAsksForIsKept() throws Exception {
    assertThat(outcome(new Reply.Answered(429, "15"), 1, null))
        .isEqualTo(new AttemptOutcome.Failed(NOW.plusSeconds(15)));
    assertThat(outcome(new Reply.Answered(503, "99"), 1, null))
        .isEqualTo(new AttemptOutcome.Failed(NOW.plusSeconds(20)));
  }

  @Test
  void goneSwitchesTheWebhookOffBeforeTheAttemptIsRecorded() throws Exception {
    try (Attempts attempts =
        attempts((told, time, signature) -> new Reply.Answered(410, null), 10, 10)) {
      attempts.take(job(1, HOOK, 1, null), () -> {});
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
  void whatOnlyFailsForFiveDaysIsSwitchedOff() throws Exception {
    Reply failure = new Reply.Unanswered("timeout");
    assertThat(outcome(failure, 1, NOW.minus(Duration.ofDays(5)).plusMillis(1)))
        .isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(outcome(failure, 1, NOW.minus(Duration.ofDays(5))))
        .isEqualTo(new AttemptOutcome.Exhausted());
    assertThat(outcome(new Reply.Answered(204, null), 1, NOW.minus(Duration.ofDays(9))))
        .isEqualTo(new AttemptOutcome.Delivered());
  }

  @Test
  void whatLeavesNoRecordIsGivenBack() throws Exception {
    journalFails = new IllegalStateException("no broker");
    CountDownLatch released = new CountDownLatch(1);
    try (Attempts attempts =
        attempts((told, time, signature) -> new Reply.Answered(410, null), 10, 10)) {
      attempts.take(job(1, HOOK, 1, null), released::countDown);
      released.await();
    }
    assertThat(journal).isEmpty();
  }

  @Test
  void anEndpointThatDoesNotAnswerTakesNothingFromTheOthers() throws Exception {
    URI dead = URI.create("http://dead.example/");
    Semaphore held = new Semaphore(0);
    Semaphore begun = new Semaphore(0);
    try (Attempts attempts =
        attempts(
            (told, time, signature) -> {
              if (told.webhook().equals(dead)) {
                begun.release();
                held.acquireUninterruptibly();
                return new Reply.Unanswered("timeout");
              }
              return new Reply.Answered(204, null);
            },
            8,
            8)) {
      Job first = job(1, dead, 1, null);
      int room = attempts.room(first.endpoint());
      for (int i = 0; i < room; i++) {
        attempts.take(job(i, dead, 1, null), () -> {});
      }
      assertThat(attempts.room(first.endpoint())).isZero();
      begun.acquire(4);
      for (int i = 0; i < 20; i++) {
        attempts.take(job(1_000 + i, HOOK, 1, null), () -> {});
        assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      }
      // None of those that do not answer is over; once one is, they go one at a time.
      held.release();
      assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      held.release(room);
    }
  }
}

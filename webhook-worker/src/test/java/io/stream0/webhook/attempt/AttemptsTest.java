package io.stream0.webhook.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.webhook.delivery.Claim;
import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** Where records go while a test holds them up; null while they are taken at once. */
  private volatile @Nullable BlockingQueue<CompletableFuture<Void>> unrecorded;

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

        @Override
        public void flush() {}

        private CompletableFuture<Void> write(Object event) {
          RuntimeException failure = journalFails;
          if (failure != null) {
            return CompletableFuture.failedFuture(failure);
          }
          journal.add(event);
          CompletableFuture<Void> recorded = new CompletableFuture<>();
          BlockingQueue<CompletableFuture<Void>> held = unrecorded;
          if (held == null) {
            recorded.complete(null);
          } else {
            held.add(recorded);
          }
          return recorded;
        }
      };

  private Attempts attempts(WebhookClient client, int most, int mostOfOne) {
    return attempts(client, recording, most, mostOfOne);
  }

  private Attempts attempts(WebhookClient client, Journal to, int most, int mostOfOne) {
    return new Attempts(
        client,
        new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more")),
        to,
        new Attempts.Rules(
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            Duration.ofDays(5),
            most,
            mostOfOne,
            1_000_000),
        () -> NOW,
        new Random(7),
        new AttemptMeters(meters));
  }

  static Job job(int number, URI webhook, int attempt) {
    return job(number, webhook, attempt, new HeldClaim(webhook));
  }

  static Job job(int number, URI webhook, int attempt, Claim claim) {
    return job(number, webhook, attempt, claim, "\"secret\"");
  }

  static Job job(int number, URI webhook, String content) {
    return job(number, webhook, 1, new HeldClaim(webhook), content);
  }

  private static Job job(int number, URI webhook, int attempt, Claim claim, String content) {
    Message message =
        new Message(
            number,
            NOW,
            MessageId.of(new UUID(7, number), HeldClaim.INBOX),
            new ThreadId("t"),
            new AgentId("me"),
            MessageType.REQUEST);
    return new Job(
        claim,
        new Life(HeldClaim.INBOX, HeldClaim.INCARNATION),
        Endpoint.of(webhook),
        message,
        content,
        0,
        attempt);
  }

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
  void whatIsNotToBeSentAnyMoreWhenItsTurnComesIsNotSent() throws Exception {
    List<String> sent = new CopyOnWriteArrayList<>();
    Semaphore held = new Semaphore(0);
    try (Attempts attempts =
        attempts(
            (told, time, signature) -> {
              sent.add(told.id());
              held.acquireUninterruptibly();
              return new Reply.Answered(204, null);
            },
            1,
            1)) {
      HeldClaim gone = new HeldClaim(HOOK);
      Job first = job(1, HOOK, 1);
      Job last = job(3, HOOK, 1);
      attempts.take(first);
      attempts.take(job(2, HOOK, 1, gone));
      attempts.take(last);
      gone.agent = null;
      held.release(2);
      assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      assertThat(sent).containsExactly(first.delivery().value(), last.delivery().value());
    }
  }

  @Test
  void theUrlTheSecretAndWhetherTheContentIsToldAreThoseOfNow() throws Exception {
    List<String> sent = new CopyOnWriteArrayList<>();
    HeldClaim claim = new HeldClaim(HOOK);
    WebhookClient client =
        (told, time, signature) -> {
          sent.add(told.webhook() + " " + new String(told.body(), UTF_8) + " " + signature);
          return new Reply.Answered(204, null);
        };
    try (Attempts attempts = attempts(client, 1, 1)) {
      Job job = job(1, HOOK, 1, claim);
      attempts.take(job);
      journal.take();
      claim.agent =
          HeldClaim.agent(HOOK.resolve("/other"), new WebhookTerms(true, 2, 4, NOW, null));
      attempts.take(job);
      assertThat(journal.take())
          .isInstanceOfSatisfying(
              DeliveryAttempted.class, done -> assertThat(done.revision()).isEqualTo(4));
    }
    assertThat(sent.getFirst()).startsWith(HOOK + " ").doesNotContain("secret");
    assertThat(sent.getLast()).startsWith(HOOK.resolve("/other") + " ").contains("secret");
    String[] signatures = {lastWord(sent.getFirst()), lastWord(sent.getLast())};
    assertThat(signatures[0]).startsWith("v1,").isNotEqualTo(signatures[1]);
  }

  private static String lastWord(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
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
  void noMoreIsSentThanKafkaTakesTheResultsOf() throws Exception {
    BlockingQueue<CompletableFuture<Void>> held = new LinkedBlockingQueue<>();
    unrecorded = held;
    Semaphore sent = new Semaphore(0);
    try (Attempts attempts =
        attempts(
            (told, time, signature) -> {
              sent.release();
              return new Reply.Answered(204, null);
            },
            2,
            1)) {
      List<Job> left = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        left.add(job(i, HOOK, 1));
      }
      left.removeIf(attempts::take);
      sent.acquire(2);
      CompletableFuture<Void> first = held.take();
      CompletableFuture<Void> second = held.take();
      assertThat(
              attempts.giveUp(
                  left.getFirst().life(),
                  left.getFirst().delivery(),
                  "off",
                  left.getFirst().claim()))
          .isFalse();
      assertThat(sent.availablePermits()).isZero();
      first.complete(null);
      sent.acquire();
      second.completeExceptionally(new IllegalStateException("no broker"));
      sent.acquire();
    }
  }

  @Test
  void whatIsGivenUpIsRecordedElsewhere() throws Exception {
    Semaphore held = new Semaphore(0);
    Journal blocking =
        new Journal() {
          @Override
          public CompletableFuture<Void> append(DeliveryEvent event) {
            held.acquireUninterruptibly();
            return recording.append(event);
          }

          @Override
          public CompletableFuture<Void> append(WebhookSwitchOffRequested event) {
            return recording.append(event);
          }

          @Override
          public void flush() {}
        };
    try (Attempts attempts =
        attempts((told, time, signature) -> new Reply.Answered(204, null), blocking, 2, 2)) {
      Job job = job(1, HOOK, 1);
      assertThat(attempts.giveUp(job.life(), job.delivery(), "off", job.claim())).isTrue();
      assertThat(journal).isEmpty();
      held.release();
      assertThat(journal.take()).isInstanceOf(DeliveryGivenUp.class);
    }
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
      Job first = job(1, dead, 1);
      int room = attempts.room(first.endpoint());
      for (int i = 0; i < room; i++) {
        attempts.take(job(i, dead, 1));
      }
      assertThat(attempts.room(first.endpoint())).isZero();
      begun.acquire(4);
      for (int i = 0; i < 20; i++) {
        attempts.take(job(1_000 + i, HOOK, 1));
        assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      }
      // None of those that do not answer is over; once one is, they go one at a time.
      held.release();
      assertThat(journal.take()).isInstanceOf(DeliveryAttempted.class);
      held.release(room);
    }
  }
}

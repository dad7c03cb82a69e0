package io.stream0.webhook.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.webhook.delivery.Job;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent when the turn of a job comes, and what is not begun. */
@Timeout(60)
class AttemptTurnsTest extends Attempting {
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
  void noMoreIsSentThanKafkaTakesTheResultsOf() throws Exception {
    BlockingQueue<CompletableFuture<RecordPosition>> held = new LinkedBlockingQueue<>();
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
      CompletableFuture<RecordPosition> first = held.take();
      CompletableFuture<RecordPosition> second = held.take();
      assertThat(
              attempts.giveUp(
                  left.getFirst().life(),
                  left.getFirst().delivery(),
                  "off",
                  left.getFirst().claim()))
          .isFalse();
      assertThat(sent.availablePermits()).isZero();
      first.complete(new RecordPosition(0, 1));
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
          public CompletableFuture<RecordPosition> append(DeliveryEvent event) {
            held.acquireUninterruptibly();
            return recording.append(event);
          }

          @Override
          public CompletableFuture<RecordPosition> append(WebhookSwitchOffRequested event) {
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

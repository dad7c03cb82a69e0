package io.stream0.standalone.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.query.Webhooks.Page;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.standalone.queries.Doors.Door;
import io.stream0.webhook.attempt.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The port of webhooks between two services, over real HTTP: two workers can hold the partition.
 */
class HttpWebhooksTest extends WebhooksConformance {
  private static final WebhookFolding two = new WebhookFolding(logs);
  private static final Doors doors = new Doors();

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Door first;

  @SuppressWarnings("NullAway.Init")
  private static Webhooks webhooks;

  @BeforeAll
  static void begin() {
    first = doors.open(one);
    doors.open(two);
    // The first tells of the second.
    webhooks = doors.webhooksAt(first.address());
  }

  @AfterAll
  static void end() {
    doors.close();
  }

  @Override
  Webhooks webhooks() {
    return webhooks;
  }

  @Override
  WebhookFolding successor() {
    return two;
  }

  /** Cut off from the cluster, it does not know yet that another has taken over. */
  @Test
  void aListAtAnOwnerThatIsCutOffGoesOnAtItsSuccessor() throws Exception {
    sent(1);
    CompletableFuture<Page> answer = asking(() -> list(Status.ALL, null, 10));
    one.inReach = false;
    two.hold();
    two.fold();
    assertThat(text(answer.get(30, TimeUnit.SECONDS))).contains(delivery(1).value());
  }

  /** Nobody waits for it: the worker's thread need not either. */
  @Test
  void aTestEndsWithItsAsker() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    one.endpoint =
        n -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return new Reply.Unanswered("interrupted");
        };
    CompletableFuture<Object> gone = new CompletableFuture<>();
    Thread asker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    gone.complete(test());
                  } catch (UnansweredException e) {
                    gone.complete(e);
                  }
                });
    Awaitility.await().until(() -> !one.told.isEmpty());
    asker.interrupt();
    assertThat(gone.get(30, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** A graceful stop waits for it, but not as long as an attempt may take. */
  @Test
  void ofATestThatAStopCutsOffItIsSaidThatItMayHaveBeenSent() throws Exception {
    WebhookFolding stopping = new WebhookFolding(logs);
    CountDownLatch never = new CountDownLatch(1);
    stopping.endpoint =
        n -> {
          awaitUninterrupted(never);
          return new Reply.Answered(204, null);
        };
    one.release();
    stopping.hold();
    try (Doors others = new Doors()) {
      Door door = others.open(stopping, "--spring.lifecycle.timeout-per-shutdown-phase=100ms");
      Webhooks asked = others.webhooksAt(door.address());
      CompletableFuture<Webhooks.Tested> answer = asking(() -> test(asked));
      Awaitility.await().until(() -> !stopping.told.isEmpty());
      stopping.release();
      door.context().close();
      assertThat(answer)
          .failsWithin(LONG)
          .withThrowableThat()
          .withCauseInstanceOf(OutcomeUnknownException.class);
      assertThat(stopping.told).hasSize(1);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aProcessorIsNoWebhookWorker() {
    try (Doors others = new Doors()) {
      Door processor = others.open(new Folding(new Log()));
      assertThatThrownBy(() -> others.webhooksAt(processor.address()))
          .rootCause()
          .hasMessage(
              "stream0.webhook-workers: %s is a processor (expected: a webhook worker)"
                  .formatted(processor.address()));
    }
  }

  @Test
  void whereNoneIsNamedNobodyIsWaitedFor() {
    try (Doors others = new Doors()) {
      Webhooks none = others.webhooksAt("");
      Deadline deadline = Deadline.in(LONG);
      assertThatExceptionOfType(UnansweredException.class)
          .isThrownBy(() -> none.owner(TENANT, delivery(1), deadline))
          .withMessageContaining("stream0.webhook-workers");
      assertThat(deadline.hasPassed()).isFalse();
    }
  }
}

package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.egress.AllowedAddresses;
import io.stream0.egress.HostLookup;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.webhook.delivery.Job;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of attempts when the worker stops, at real endpoints of which one hangs. */
@Timeout(60)
class StopTest extends Attempting {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpWebhookClient client =
      new HttpWebhookClient(
          new GuardedResolver(HostLookup.OF_THIS_MACHINE, AllowedAddresses.of(true, List.of())),
          LONG,
          10,
          "1");
  private final Receiver hanging;
  private final Receiver prompt;

  StopTest() throws IOException {
    hanging =
        new Receiver(
            exchange -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              exchange.sendResponseHeaders(204, -1);
            });
    prompt = Receiver.answering(204);
  }

  @AfterEach
  void end() throws IOException {
    over.countDown();
    client.close();
    hanging.close();
    prompt.close();
  }

  private static URI url(Receiver receiver) {
    return receiver.url("127.0.0.1");
  }

  private String nextDelivered() throws InterruptedException {
    DeliveryAttempted done = (DeliveryAttempted) journal.take();
    assertThat(done.outcome()).isEqualTo(new AttemptOutcome.Delivered());
    return done.delivery().value();
  }

  @Test
  void whatHangsIsCutOffAndGivenBackWithoutARecord() throws Exception {
    toEnd = Duration.ofMillis(30);
    HeldClaim claim = new HeldClaim(url(hanging));
    Attempts attempts = attempts(client, 10, 10);
    attempts.take(job(1, url(hanging), 1, claim));
    hanging.told.take();
    attempts.close();
    // It says nothing of the endpoint: the next worker makes it again, as the same attempt.
    await().until(() -> claim.released);
    assertThat(journal).isEmpty();
    assertThat(claim.recorded).isNull();
  }

  @Test
  void whatEndsInTimeIsRecorded() throws Exception {
    toEnd = LONG;
    HeldClaim claim = new HeldClaim(url(hanging));
    Attempts attempts = attempts(client, 10, 10);
    Job job = job(1, url(hanging), 1, claim);
    attempts.take(job);
    hanging.told.take();
    Thread stop = stop(attempts);
    over.countDown();
    stop.join();
    assertThat(nextDelivered()).isEqualTo(job.delivery().value());
    assertThat(claim.recorded).isNotNull();
  }

  /** Returns once it waits. */
  private static Thread stop(Attempts attempts) {
    Thread stop = Thread.ofPlatform().start(attempts::close);
    await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    return stop;
  }

  @Test
  void whatHasNotAnsweredYetDoesNotBeginAtTheStop() throws Exception {
    toEnd = LONG;
    Attempts attempts = attempts(client, 10, 10);
    attempts.take(job(1, url(hanging), 1));
    hanging.told.take();
    Thread stop = stop(attempts);
    attempts.take(job(2, url(prompt), 1));
    over.countDown();
    stop.join();
    assertThat(prompt.told).isEmpty();
    assertThat(journal).hasSize(1);
  }
}

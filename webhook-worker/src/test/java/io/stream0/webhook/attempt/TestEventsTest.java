package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestEventsTest {
  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch over = new CountDownLatch(1);

  private TestEvents events(int atOnce, int perMinute) {
    return new TestEvents(
        (told, time, signature) -> {
          begun.release();
          if (told.webhook().getPath().equals("/slow")) {
            try {
              over.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return new Reply.Answered(204, null);
        },
        new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more")),
        new TestEvents.Limits(atOnce, perMinute),
        () -> Instant.EPOCH);
  }

  private static Webhooks.Test test(String agent, String path) {
    return new Webhooks.Test(
        new InboxKey(HeldClaim.INBOX.tenant(), new AgentId(agent)),
        HeldClaim.INCARNATION,
        URI.create("http://hook.example" + path),
        1);
  }

  @Test
  void anAgentHasSoManyAMinuteAndTakesNothingFromTheOthers() {
    TestEvents events = events(8, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(events.send(test("a", "/")).answer().status()).isEqualTo(204);
    }
    assertThatExceptionOfType(BusyException.class)
        .isThrownBy(() -> events.send(test("a", "/")))
        .withMessage("tests of the webhook of a: too many (expected: at most 3 a minute)")
        .satisfies(busy -> assertThat(busy.retryAfter()).isPositive());
    assertThat(events.send(test("b", "/")).answer().status()).isEqualTo(204);
    assertThat(begun.availablePermits()).isEqualTo(4);
  }

  @Test
  void thereAreSoManyAtOnceAndEachThatEndsMakesRoom() throws Exception {
    TestEvents events = events(2, 100);
    Thread first = Thread.ofVirtual().start(() -> events.send(test("a", "/slow")));
    Thread second = Thread.ofVirtual().start(() -> events.send(test("b", "/slow")));
    begun.acquire(2);
    assertThatExceptionOfType(BusyException.class)
        .isThrownBy(() -> events.send(test("c", "/")))
        .withMessage("tests of webhooks: too many at once (expected: at most 2)");
    over.countDown();
    first.join();
    second.join();
    assertThat(events.send(test("c", "/")).answer().status()).isEqualTo(204);
  }

  @Test
  void oneThatIsRefusedTakesNoRoom() {
    TestEvents events = events(1, 1);
    assertThat(events.send(test("a", "/")).answer().status()).isEqualTo(204);
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(BusyException.class)
          .isThrownBy(() -> events.send(test("a", "/")))
          .withMessageContaining("a minute");
    }
    assertThat(events.send(test("b", "/")).answer().status()).isEqualTo(204);
  }
}

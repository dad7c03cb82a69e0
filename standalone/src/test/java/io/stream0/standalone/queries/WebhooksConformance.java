package io.stream0.standalone.queries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.query.Webhooks.Listing;
import io.stream0.protocol.query.Webhooks.Page;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.webhook.attempt.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the port of webhooks promises, whoever implements it. */
@Timeout(60)
abstract class WebhooksConformance {
  static final TenantId TENANT = new TenantId("acme");
  static final Incarnation FIRST = new Incarnation(1);
  static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final URI WEBHOOK = URI.create("https://example.com/hooks?a=%C3%A4&b=1");
  private static final AtomicInteger AGENTS = new AtomicInteger();

  static final WebhookFolding.Logs logs = new WebhookFolding.Logs();
  static final WebhookFolding one = new WebhookFolding(logs);

  /** Another in each test: what one may ask for is counted for a minute. */
  private final InboxKey agent =
      new InboxKey(TENANT, new AgentId("agent ä" + AGENTS.incrementAndGet()));

  @BeforeEach
  void hold() {
    logs.clear();
    one.hold();
  }

  @AfterEach
  void release() {
    for (WebhookFolding worker : new WebhookFolding[] {one, successor()}) {
      worker.release();
      worker.told.clear();
      worker.endpoint = n -> new Reply.Answered(204, null);
    }
  }

  /** The implementation, on what {@link #one} holds. */
  abstract Webhooks webhooks();

  /** Who can take the partition over from {@link #one}. */
  abstract WebhookFolding successor();

  @Test
  void deliveriesAreListedPageByPage() {
    sent(1);
    sent(2);
    attempted(1, Answer.status(204), new AttemptOutcome.Delivered());
    attempted(
        2,
        Answer.none("timeout"),
        new AttemptOutcome.Failed(Instant.parse("2026-01-02T04:00:00Z")));
    one.fold();
    Page latest = list(Status.ALL, null, 1);
    assertThat(text(latest))
        .contains(delivery(2).value(), "\"failed\"", "timeout")
        .doesNotContain(delivery(1).value());
    assertThat(latest.next()).contains(delivery(2));
    Page older = list(Status.ALL, delivery(2), 1);
    assertThat(text(older)).contains(delivery(1).value(), "\"delivered\"", "204");
    assertThat(older.next()).isEmpty();
    assertThat(text(list(Status.DELIVERED, null, 10))).doesNotContain(delivery(2).value());
    assertThat(text(list(Status.EXHAUSTED, null, 10))).isEmpty();
  }

  @Test
  void whoseADeliveryIsIsTold() {
    sent(1);
    one.fold();
    assertThat(owner(TENANT, 1)).contains(FIRST);
    assertThat(owner(TENANT, 9)).isEmpty();
    assertThat(owner(new TenantId("other"), 1)).isEmpty();
  }

  @Test
  void whatATestCameToIsTold() {
    one.endpoint = n -> new Reply.Answered(418, null);
    Webhooks.Tested answered = test();
    assertThat(answered.id()).isEqualTo(one.told.remove().id());
    assertThat(answered.answer()).isEqualTo(Answer.status(418));
    one.endpoint = n -> new Reply.Unanswered("connection refused");
    Webhooks.Tested unanswered = test();
    assertThat(unanswered.answer()).isEqualTo(Answer.none("connection refused"));
    assertThat(unanswered.took()).isBetween(Duration.ZERO, LONG);
    assertThat(one.told.remove().webhook()).isEqualTo(WEBHOOK);
  }

  @Test
  void oneTestTooManyIsRefusedAndNotSent() {
    for (int i = 0; i < WebhookFolding.TESTS_A_MINUTE; i++) {
      assertThat(test().answer()).isEqualTo(Answer.status(204));
    }
    assertThatExceptionOfType(BusyException.class)
        .isThrownBy(this::test)
        .withMessageContaining("tests of the webhook of " + agent.agent())
        .satisfies(busy -> assertThat(busy.retryAfter()).isBetween(SHORT, Duration.ofMinutes(1)));
    assertThat(one.told).hasSize(WebhookFolding.TESTS_A_MINUTE);
  }

  /** An endpoint that takes its time, whatever is left of the time to find who tests it. */
  @Test
  void aTestIsWaitedForBeyondTheDeadline() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    Deadline deadline = Deadline.in(SHORT);
    one.endpoint =
        n -> {
          awaitUninterrupted(answers);
          return new Reply.Answered(204, null);
        };
    CompletableFuture<Webhooks.Tested> answer =
        asking(() -> webhooks().test(new Webhooks.Test(agent, FIRST, WEBHOOK, 1), deadline));
    while (one.told.isEmpty() || !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
    assertThat(answer).isNotDone();
    answers.countDown();
    assertThat(answer.get(30, TimeUnit.SECONDS).answer()).isEqualTo(Answer.status(204));
  }

  static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aListIncludesAllThatBothLogsHeldWhenItWasAsked() throws Exception {
    sent(1);
    one.fold();
    attempted(1, Answer.status(204), new AttemptOutcome.Delivered());
    sent(2);
    CompletableFuture<Page> answer = asking(() -> list(Status.ALL, null, 10));
    one.fold();
    assertThat(text(answer.get(30, TimeUnit.SECONDS)))
        .contains("\"delivered\"", delivery(2).value());
  }

  @Test
  void aListThatCannotReachTheEndIsUnansweredAndNotEmpty() {
    sent(1);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> webhooks().list(listing(Status.ALL, null, 10), Deadline.in(SHORT)));
  }

  @Test
  void whatNobodyHoldsIsUnansweredAtTheDeadline() {
    one.release();
    Deadline deadline = Deadline.in(SHORT);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> webhooks().list(listing(Status.ALL, null, 10), deadline));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> webhooks().owner(TENANT, delivery(1), Deadline.in(SHORT)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(
            () -> webhooks().test(new Webhooks.Test(agent, FIRST, WEBHOOK, 1), Deadline.in(SHORT)));
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(one.told).isEmpty();
  }

  @Test
  void aListOfAPartitionThatMovesWaitsForItsNextOwner() throws Exception {
    sent(1);
    one.release();
    CompletableFuture<Page> answer = asking(() -> list(Status.ALL, null, 10));
    successor().hold();
    successor().fold();
    assertThat(text(answer.get(30, TimeUnit.SECONDS))).contains(delivery(1).value());
  }

  @Test
  void aListThatWaitsGoesOnAtTheNextOwner() throws Exception {
    sent(1);
    CompletableFuture<Page> answer = asking(() -> list(Status.ALL, null, 10));
    one.release();
    successor().hold();
    successor().fold();
    assertThat(text(answer.get(30, TimeUnit.SECONDS))).contains(delivery(1).value());
  }

  @Test
  void aTestOfAPartitionThatMovesIsSentOnceByItsNextOwner() throws Exception {
    one.release();
    CompletableFuture<Webhooks.Tested> answer = asking(this::test);
    successor().hold();
    successor().fold();
    Webhooks.Tested tested = answer.get(30, TimeUnit.SECONDS);
    assertThat(successor().told).hasSize(1);
    assertThat(successor().told.remove().id()).isEqualTo(tested.id());
    assertThat(one.told).isEmpty();
  }

  /**
   * The worker that sends it does not hold the partition any more: what came of it still counts.
   */
  @Test
  void aTestThatIsUnderWayIsNotSentAgainWhenItsPartitionMoves() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    one.endpoint =
        n -> {
          awaitUninterrupted(answers);
          return new Reply.Answered(200, null);
        };
    CompletableFuture<Webhooks.Tested> answer = asking(this::test);
    while (one.told.isEmpty()) {
      Thread.onSpinWait();
    }
    String id = one.told.remove().id();
    one.release();
    successor().hold();
    answers.countDown();
    assertThat(answer.get(30, TimeUnit.SECONDS).id()).isEqualTo(id);
    assertThat(one.told).isEmpty();
    assertThat(successor().told).isEmpty();
  }

  static <A> CompletableFuture<A> asking(Supplier<A> asking) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(asking.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  void sent(int number) {
    logs.append(
        new MessageSent(
            agent,
            FIRST,
            id(number),
            new ThreadId("t"),
            new Sender(new AgentId("sender"), null),
            MessageType.REQUEST,
            new RawJson("1"),
            null));
  }

  private void attempted(int number, Answer answer, AttemptOutcome outcome) {
    logs.append(
        new DeliveryAttempted(
            agent,
            FIRST,
            delivery(number),
            1,
            0,
            1,
            Instant.parse("2026-01-02T03:04:00Z"),
            Duration.ofMillis(7),
            answer,
            outcome));
  }

  private MessageId id(int number) {
    return MessageId.of(new UUID(1, number), agent);
  }

  DeliveryId delivery(int number) {
    return DeliveryId.of(id(number));
  }

  private Listing listing(Status status, @Nullable DeliveryId before, int limit) {
    return new Listing(agent, FIRST, status, before, limit);
  }

  Page list(Status status, @Nullable DeliveryId before, int limit) {
    return webhooks().list(listing(status, before, limit), Deadline.in(LONG));
  }

  static String text(Page page) {
    return new String(page.deliveries(), UTF_8);
  }

  private Optional<Incarnation> owner(TenantId tenant, int number) {
    return webhooks().owner(tenant, delivery(number), Deadline.in(LONG));
  }

  Webhooks.Tested test() {
    return test(webhooks());
  }

  Webhooks.Tested test(Webhooks asked) {
    return asked.test(new Webhooks.Test(agent, FIRST, WEBHOOK, 1), Deadline.in(LONG));
  }
}

package io.stream0.webhook.topology;

import static io.stream0.webhook.topology.DrivenWorker.AGENT;
import static io.stream0.webhook.topology.DrivenWorker.DELIVERIES;
import static io.stream0.webhook.topology.DrivenWorker.FIRST;
import static io.stream0.webhook.topology.DrivenWorker.HOOK;
import static io.stream0.webhook.topology.DrivenWorker.INBOX;
import static io.stream0.webhook.topology.DrivenWorker.START;
import static io.stream0.webhook.topology.DrivenWorker.TOPICS;
import static io.stream0.webhook.topology.DrivenWorker.attempted;
import static io.stream0.webhook.topology.DrivenWorker.delivery;
import static io.stream0.webhook.topology.DrivenWorker.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.DeliveryEventCodec;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.streams.progress.Commits;
import io.stream0.webhook.delivery.DeliveryReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the worker does with what comes, record by record. */
@Timeout(120)
class WebhookTopologyTest {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DrivenWorker worker;

  @BeforeEach
  void start() {
    worker = new DrivenWorker(folder);
  }

  @AfterEach
  void stop() {
    worker.close();
  }

  @Test
  void aMessageIsToldAtOnceAndOnce() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.send(1);
    assertThat(worker.told.take()).isEqualTo(delivery(1));
    assertThat(worker.listed(Status.PENDING)).contains(delivery(1));
    assertThat(worker.fold()).isInstanceOf(DeliveryAttempted.class);
    worker.pass(LOOK);
    assertThat(worker.listed(Status.DELIVERED)).contains(delivery(1));
    assertThat(worker.told).isEmpty();
  }

  @Test
  void whoHasNoWebhookIsNotTold() throws Exception {
    worker.agents.register(AGENT, null);
    worker.pass(LOOK);
    worker.send(1);
    worker.agents.register(AGENT, HOOK);
    worker.send(2);
    assertThat(worker.told.take()).isEqualTo(delivery(2));
    assertThat(worker.listed(Status.ALL)).doesNotContain(delivery(1));
  }

  @Test
  void nothingGoesOutBeforeBothTopicsAreFoldedToWhereTheyEnded() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.ends.put(INBOX, 2L);
    worker.ends.put(DELIVERIES, 1L);
    worker.send(1);
    worker.send(2);
    worker.pass(LOOK);
    assertThat(worker.told).isEmpty();
    worker.pipe(
        DELIVERIES,
        new DeliveryEventCodec(),
        attempted(1, new AttemptOutcome.Delivered()),
        worker.now);
    worker.pass(LOOK);
    assertThat(worker.told.take()).isEqualTo(delivery(2));
    worker.fold();
    assertThat(worker.told).isEmpty();
  }

  @Test
  void whatFailedIsToldAgainWhenItIsDue() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.status = 500;
    worker.send(1);
    worker.told.take();
    worker.fold();
    assertThat(worker.listed(Status.FAILED)).contains(delivery(1));
    worker.pass(Duration.ofSeconds(3));
    assertThat(worker.told).isEmpty();
    worker.status = 204;
    worker.pass(Duration.ofSeconds(4));
    assertThat(worker.told.take()).isEqualTo(delivery(1));
    assertThat(worker.fold())
        .isInstanceOfSatisfying(
            DeliveryAttempted.class, again -> assertThat(again.attempt()).isEqualTo(2));
    assertThat(worker.listed(Status.DELIVERED)).contains(delivery(1));
  }

  @Test
  void deletingTheAgentActsOnWhatWaitsForItsTurn() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.answers.drainPermits();
    worker.send(1);
    assertThat(worker.told.take()).isEqualTo(delivery(1));
    worker.send(2);
    worker.agents.delete(AGENT, FIRST);
    worker.answers.release(2);
    worker.fold();
    worker.pass(LOOK);
    assertThat(worker.told).isEmpty();
    worker.pass(LOOK);
    assertThat(worker.listed(Status.ALL)).isEmpty();
  }

  @Test
  void whatAnotherWorkerRecordedIsNotSentByThisOne() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.answers.drainPermits();
    worker.send(1);
    assertThat(worker.told.take()).isEqualTo(delivery(1));
    worker.send(2);
    worker.send(3);
    worker.pipe(
        DELIVERIES,
        new DeliveryEventCodec(),
        attempted(2, new AttemptOutcome.Delivered()),
        worker.now);
    worker.answers.release(3);
    assertThat(worker.told.take()).isEqualTo(delivery(3));
    worker.fold();
    worker.fold();
    worker.pass(LOOK);
    assertThat(worker.told).isEmpty();
    assertThat(worker.listed(Status.PENDING)).isEmpty();
  }

  @Test
  void aTaskThatHasEndedSendsNothingOfWhatWaits() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.answers.drainPermits();
    worker.send(1);
    worker.send(2);
    assertThat(worker.told.take()).isEqualTo(delivery(1));
    worker.endTask();
    worker.answers.release(2);
    // The first is recorded all the same; by then the turn of the second has come.
    worker.recorded.take();
    worker.attempts.close();
    assertThat(worker.told).isEmpty();
  }

  @Test
  void anotherUrlActsOnWhatIsDueAndNoneEndsIt() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.status = 500;
    worker.send(1);
    worker.told.take();
    worker.fold();
    worker.agents.register(AGENT, null);
    worker.pass(Duration.ofSeconds(7));
    assertThat(worker.fold())
        .isInstanceOfSatisfying(
            DeliveryGivenUp.class,
            given -> assertThat(given.reason()).isEqualTo("the webhook was removed"));
    assertThat(worker.listed(Status.EXHAUSTED)).contains("the webhook was removed");
  }

  @Test
  void goneSwitchesItOffAndTheNoticeGoesToTheInbox() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.status = 410;
    worker.send(1);
    worker.told.take();
    assertThat(worker.fold())
        .isInstanceOfSatisfying(
            DeliveryAttempted.class,
            done -> assertThat(done.outcome()).isEqualTo(new AttemptOutcome.Exhausted()));
    worker.pipe(
        new TopicPartition(TOPICS.names().registrations(), 0),
        new RegistrationEventCodec(),
        new WebhookSwitchOffRequested(AGENT.tenant(), AGENT.agent(), FIRST, 1, "it is gone"),
        worker.now);
    TestRecord<byte[], byte[]> notice = worker.output(TOPICS.names().inbox()).readRecord();
    assertThat(new InboxEventCodec().decode(notice.key(), notice.headers(), notice.value()).event())
        .isInstanceOfSatisfying(
            MessageSent.class,
            sent -> assertThat(sent.content().text()).contains("it is gone", HOOK.toString()));
  }

  @Test
  void whatCannotBeDecodedIsPassedOverAndCopiedOnceOfBothWorkers() {
    for (TopicPartition topic : List.of(INBOX, DELIVERIES)) {
      worker.pipeNonsense(topic);
    }
    // The processor copies that of the inbox.
    assertThat(worker.output(TOPICS.names().deadLetters()).readRecordsToList())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(new String(letter.headers().lastHeader("stream0_topic").value(), UTF_8))
                    .isEqualTo(TOPICS.names().deliveries()));
    assertThat(worker.progress.of(INBOX)).isEqualTo(1);
  }

  @Test
  void deliveriesThatCameToAnEndGoAfterTheRetention() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.send(1);
    worker.told.take();
    worker.fold();
    worker.pass(Duration.ofDays(31));
    worker.send(2);
    worker.told.take();
    worker.fold();
    worker.pass(LOOK);
    assertThat(
            new DeliveryReader(worker.rows(), null)
                .owner(AGENT.tenant(), DeliveryId.of(id(1)), START))
        .contains(FIRST);
    Commits.committed(worker.progress, INBOX, 2);
    Commits.committed(worker.progress, DELIVERIES, 2);
    worker.pass(LOOK);
    worker.pass(LOOK);
    worker.pass(LOOK);
    assertThat(
            new DeliveryReader(worker.rows(), null)
                .owner(AGENT.tenant(), DeliveryId.of(id(1)), START))
        .isEmpty();
    assertThat(worker.listed(Status.DELIVERED)).contains(delivery(2)).doesNotContain(delivery(1));
  }

  @Test
  void whatIsPendingAndSinceWhenIsMeasured() throws Exception {
    worker.agents.register(AGENT, HOOK);
    worker.pass(LOOK);
    worker.answers.drainPermits();
    worker.send(1);
    worker.send(2);
    worker.told.take();
    worker.pass(Duration.ofSeconds(10));
    assertThat(worker.gauge("pending")).isEqualTo(2);
    assertThat(worker.gauge("oldest.due")).isEqualTo(10);
    worker.answers.release(2);
    worker.fold();
    worker.fold();
    worker.pass(Duration.ofSeconds(10));
    assertThat(worker.gauge("pending")).isZero();
    assertThat(worker.gauge("oldest.due")).isZero();
  }

  @Test
  void whatIsCommittedWasPassedForGoodEvenIfTheOffsetsAreLost() throws Exception {
    worker.agents.register(AGENT, null);
    worker.pass(LOOK);
    worker.send(1);
    worker.send(2);
    Commits.committed(worker.progress, INBOX, 1);
    worker.pass(Duration.ofSeconds(2));
    worker.agents.register(AGENT, HOOK);
    // Read again from the beginning.
    worker.send(1);
    assertThat(worker.rows().get(passed(1))).isNotNull();
    await().until(() -> worker.told.size() == 1);
    assertThat(worker.told.take()).isEqualTo(delivery(1));
  }

  private static byte[] passed(long offset) {
    return ByteBuffer.allocate(9).put((byte) 'A').putLong(offset).array();
  }
}

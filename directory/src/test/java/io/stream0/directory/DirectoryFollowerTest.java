package io.stream0.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.directory.RegistrationOutcome.Registered;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEventCodec;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.PresenceEvent;
import io.stream0.protocol.event.PresenceEventCodec;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyRef;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DirectoryFollowerTest {
  private static final TopicPartition LOG = new TopicPartition("stream0.registrations", 0);
  private static final TopicPartition PRESENCE = new TopicPartition("stream0.presence", 0);
  private static final TopicPartition CREDENTIALS = new TopicPartition("stream0.credentials", 0);
  private static final TenantId ACME = new TenantId("acme");

  private final AtomicLong end = new AtomicLong();
  private final AtomicLong presenceEnd = new AtomicLong();
  private final AtomicLong credentialsEnd = new AtomicLong();
  private final Map<TopicPartition, AtomicLong> ends =
      Map.of(LOG, end, PRESENCE, presenceEnd, CREDENTIALS, credentialsEnd);
  private final Directory directory =
      new Directory(
          new TopicSettings(new TopicNames("stream0."), 1, 1, null, 1024),
          (p, deadline) -> Objects.requireNonNull(ends.get(p)).get());
  private final BlockingQueue<MockConsumer<byte[], byte[]>> made = new ArrayBlockingQueue<>(10);
  private final DirectoryFollower follower = new DirectoryFollower(directory, this::consumer);
  private MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  private MockConsumer<byte[], byte[]> consumer() {
    MockConsumer<byte[], byte[]> fresh = new MockConsumer<>("earliest");
    fresh.updateBeginningOffsets(Map.of(LOG, 0L, PRESENCE, 0L, CREDENTIALS, 0L));
    made.add(fresh);
    return fresh;
  }

  @BeforeEach
  void start() throws InterruptedException {
    follower.start();
    consumer = made.take();
    while (consumer.assignment().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    follower.close();
  }

  @Test
  void catchingUpWaitsForAllThatTheLogHolds() throws Exception {
    append(0, "event-0", "a");
    end.set(2);
    CompletableFuture<Optional<Agent>> found = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              directory.catchUp(Deadline.in(Duration.ofSeconds(20)));
              found.complete(directory.find(ACME, new AgentId("b")));
            });
    append(1, "event-1", "b");
    assertThat(found.get(20, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void whoWaitsForOneOfManyThatCameAtOnceIsWoken() throws Exception {
    end.set(2);
    CompletableFuture<Optional<Agent>> found = new CompletableFuture<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  directory.catchUp(Deadline.in(Duration.ofSeconds(20)));
                  found.complete(directory.find(ACME, new AgentId("b")));
                });
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < 3; i++) {
            consumer.addRecord(
                record(LOG, i, 1_000, registration("event-" + i, List.of("a", "b", "c").get(i))));
          }
        });
    assertThat(found.get(10, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void whoCannotCatchUpInTimeKnowsNothing() {
    end.set(1);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> directory.catchUp(Deadline.in(Duration.ofMillis(5))));
  }

  @Test
  void theOutcomeOfAnEventReachesWhoeverAppendedIt() throws Exception {
    CompletableFuture<RegistrationOutcome> outcome = directory.outcomes().of("event-0");
    append(0, "event-0", "a");
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Registered.class);
  }

  @Test
  void aBrokenConsumerIsReplacedAndReadsOn() throws Exception {
    append(0, "event-0", "a");
    end.set(1);
    directory.catchUp(Deadline.in(Duration.ofSeconds(20)));
    consumer.setPollException(new KafkaException("broken"));
    consumer = made.take();
    while (consumer.assignment().isEmpty()) {
      Thread.onSpinWait();
    }
    append(1, "event-1", "b");
    end.set(2);
    directory.catchUp(Deadline.in(Duration.ofSeconds(20)));
    assertThat(directory.list(ACME, 0, 9)).hasSize(2);
  }

  @Test
  void aRecordThatCannotBeDecodedStopsIt() {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(LOG.topic(), 0, 0, "k".getBytes(UTF_8), new byte[0])));
    end.set(1);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> directory.catchUp(Deadline.in(Duration.ofSeconds(20))))
        .withMessageContaining("record 0 of stream0.registrations");
    assertThat(directory.failure()).isPresent();
  }

  private void append(long offset, String eventId, String agent) {
    add(LOG, offset, 1_000, registration(eventId, agent));
  }

  private static EncodedEvent registration(String eventId, String agent) {
    return new RegistrationEventCodec()
        .encode(
            eventId,
            URI.create("/test"),
            Instant.EPOCH,
            new RegistrationRequested(
                ACME,
                new AgentId(agent),
                Change.keep(),
                Change.keep(),
                Change.keep(),
                Change.keep()));
  }

  @Test
  void presenceIsTheLatestTimeAnAgentWasSeenWhicheverLogIsReadFirst() {
    seen(0, 1, 5_000);
    append(0, "event-0", "a");
    seen(1, 1, 4_000);
    end.set(1);
    presenceEnd.set(2);
    directory.catchUpWithPresence(Deadline.in(Duration.ofSeconds(20)));
    Agent agent = directory.find(ACME, new AgentId("a")).orElseThrow();
    assertThat(directory.lastSeen(agent)).contains(Instant.ofEpochMilli(5_000));
  }

  @Test
  void aPresenceRecordThatCannotBeDecodedIsPassedOver() {
    append(0, "event-0", "a");
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(PRESENCE.topic(), 0, 0, "k".getBytes(UTF_8), new byte[0])));
    seen(1, 1, 5_000);
    end.set(1);
    presenceEnd.set(2);
    directory.catchUpWithPresence(Deadline.in(Duration.ofSeconds(20)));
    assertThat(directory.failure()).isEmpty();
    assertThat(directory.lastSeen(directory.find(ACME, new AgentId("a")).orElseThrow()))
        .isPresent();
  }

  @Test
  void aKeyIsKnownOnceItsLogIsRead() throws Exception {
    CompletableFuture<CredentialOutcome> outcome = directory.credentials().outcomes().of("key-0");
    issue(0, "one");
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(CredentialOutcome.Issued.class);
    // An agent's log says nothing of keys, and theirs nothing of agents.
    end.set(9);
    issue(4, "two");
    credentialsEnd.set(5);
    directory.credentials().catchUp(Deadline.in(Duration.ofSeconds(20)));
    assertThat(directory.credentials().find(KeyHash.of("two"))).isPresent();
    assertThat(directory.credentials().list(ACME, 0, 9)).hasSize(2);
  }

  @Test
  void aKeyIsGoodForASecondWithoutALookAndNotForLonger() {
    issue(0, "one");
    credentialsEnd.set(1);
    directory.credentials().catchUp(Deadline.in(Duration.ofSeconds(20)));
    credentialsEnd.set(2);
    directory
        .credentials()
        .catchUpUnlessWithin(Duration.ofHours(1), Deadline.in(Duration.ofSeconds(20)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(
            () ->
                directory
                    .credentials()
                    .catchUpUnlessWithin(Duration.ZERO, Deadline.in(Duration.ofMillis(5))));
  }

  @Test
  void aCredentialRecordThatCannotBeDecodedStopsIt() {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(CREDENTIALS.topic(), 0, 0, "k".getBytes(UTF_8), new byte[0])));
    credentialsEnd.set(1);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> directory.credentials().catchUp(Deadline.in(Duration.ofSeconds(20))))
        .withMessageContaining("record 0 of stream0.credentials");
    assertThat(directory.failure()).isPresent();
  }

  private void issue(long offset, String key) {
    add(
        CREDENTIALS,
        offset,
        1_000,
        new CredentialEventCodec()
            .encode(
                "key-" + offset,
                URI.create("/test"),
                Instant.EPOCH,
                new KeyIssued(
                    new KeyRef(ACME, KeyId.of(new UUID(0, offset)), KeyHash.of(key)), null, null)));
  }

  private void seen(long offset, long incarnation, long at) {
    add(
        PRESENCE,
        offset,
        at,
        new PresenceEventCodec()
            .encode(
                "seen-" + offset,
                URI.create("/test"),
                Instant.EPOCH,
                new PresenceEvent.AgentSeen(
                    new InboxKey(ACME, new AgentId("a")), new Incarnation(incarnation))));
  }

  private void add(TopicPartition partition, long offset, long at, EncodedEvent event) {
    consumer.schedulePollTask(() -> consumer.addRecord(record(partition, offset, at, event)));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long at, EncodedEvent event) {
    return new ConsumerRecord<>(
        partition.topic(),
        0,
        offset,
        at,
        TimestampType.LOG_APPEND_TIME,
        event.key().length,
        event.value().length,
        event.key(),
        event.value(),
        event.headers(),
        Optional.empty());
  }
}

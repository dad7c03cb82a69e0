package io.stream0.api.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.api.publish.EventPublisher;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryFollower;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.PresenceEvent.AgentSeen;
import io.stream0.protocol.event.PresenceEventCodec;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.Traces;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * When an agent was last seen, by the clock of a broker, told by an api with a clock of its own.
 */
@Timeout(30)
class PresenceTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, null, 1024);
  private static final TopicPartition LOG = new TopicPartition("s.registrations", 0);
  private static final TopicPartition PRESENCE = new TopicPartition("s.presence", 0);
  private static final TopicPartition CREDENTIALS = new TopicPartition("s.credentials", 0);
  private static final Instant SEEN = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration APART = Duration.ofHours(1);
  private static final Agent AGENT =
      new Agent(
          new TenantId("acme"),
          new AgentId("agent"),
          new Incarnation(1),
          List.of(),
          null,
          null,
          new WebhookTerms(false, 1, 0, null, null),
          List.of(),
          1,
          Instant.EPOCH);

  private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private final EventPublisher publisher =
      new EventPublisher(
          new KafkaTemplate<>(this::producer),
          TOPICS,
          Duration.ofSeconds(20),
          new SimpleMeterRegistry(),
          Traces.none());
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Directory directory = new Directory(TOPICS, (partition, deadline) -> 0);
  private final DirectoryFollower follower = new DirectoryFollower(directory, () -> consumer);

  private MockProducer<byte[], byte[]> producer() {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    producers.add(producer);
    return producer;
  }

  @AfterEach
  void close() {
    follower.close();
  }

  /** How often it was told that the agent was seen. */
  private long told() {
    return producers.stream().mapToLong(producer -> producer.history().size()).sum();
  }

  /** An api whose directory knows when the agent was last seen. */
  private Presence at(Instant now) {
    consumer.updateBeginningOffsets(Map.of(LOG, 0L, PRESENCE, 0L, CREDENTIALS, 0L));
    follower.start();
    while (consumer.assignment().isEmpty()) {
      Thread.onSpinWait();
    }
    EncodedEvent event =
        new PresenceEventCodec()
            .encode(
                "event",
                URI.create("/test"),
                Instant.EPOCH,
                new AgentSeen(AGENT.inbox(), AGENT.incarnation()));
    consumer.addRecord(
        new ConsumerRecord<>(
            PRESENCE.topic(),
            PRESENCE.partition(),
            0,
            SEEN.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            event.key().length,
            event.value().length,
            event.key(),
            event.value(),
            event.headers(),
            Optional.empty()));
    while (directory.lastSeen(AGENT).isEmpty()) {
      Thread.onSpinWait();
    }
    return new Presence(directory, publisher, () -> now);
  }

  @Test
  void whatAnotherApiHasJustToldIsNotToldAgain() {
    at(SEEN.plusSeconds(1)).seen(AGENT);
    assertThat(told()).isZero();
  }

  @Test
  void anApiWhoseClockIsAheadTellsIt() {
    Presence presence = at(SEEN.plus(APART));
    presence.seen(AGENT);
    presence.seen(AGENT);
    assertThat(told()).isOne();
  }

  /** It would have told nothing for an hour. */
  @Test
  void anApiWhoseClockIsBehindTellsIt() {
    Presence presence = at(SEEN.minus(APART));
    presence.seen(AGENT);
    presence.seen(AGENT);
    assertThat(told()).isOne();
  }
}

package io.stream0.webhook.topology;

import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryFollower;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A directory that follows a log of registrations that a test writes. */
final class KnownAgents implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TopicPartition registrations;
  private final AtomicLong end = new AtomicLong();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final DirectoryFollower follower;
  final Directory directory;

  KnownAgents(TopicSettings topics) {
    registrations = new TopicPartition(topics.names().registrations(), 0);
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    beginnings.put(registrations, 0L);
    beginnings.put(new TopicPartition(topics.names().credentials(), 0), 0L);
    for (int p = 0; p < topics.partitions(); p++) {
      beginnings.put(new TopicPartition(topics.names().presence(), p), 0L);
    }
    consumer.updateBeginningOffsets(beginnings);
    directory =
        new Directory(
            topics, (partition, deadline) -> partition.equals(registrations) ? end.get() : 0);
    follower = new DirectoryFollower(directory, () -> consumer);
    follower.start();
    while (consumer.assignment().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /** Registers an agent, or changes one; known when this returns. */
  void register(InboxKey agent, @Nullable URI webhook) {
    append(
        new RegistrationRequested(
            agent.tenant(),
            agent.agent(),
            Change.keep(),
            Change.keep(),
            Change.to(webhook),
            Change.keep()),
        Instant.EPOCH);
  }

  void delete(InboxKey agent, Incarnation incarnation) {
    append(new DeletionRequested(agent.tenant(), agent.agent(), incarnation), Instant.EPOCH);
  }

  void append(RegistrationEvent event, Instant at) {
    EncodedEvent encoded =
        new RegistrationEventCodec().encode("event-" + end.get(), URI.create("/t"), at, event);
    long offset = end.getAndIncrement();
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    registrations.topic(),
                    0,
                    offset,
                    at.toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    encoded.key(),
                    encoded.value(),
                    new RecordHeaders(encoded.headers()),
                    Optional.empty())));
    directory.catchUp(Deadline.in(LONG));
  }

  @Override
  public void close() {
    follower.close();
  }
}

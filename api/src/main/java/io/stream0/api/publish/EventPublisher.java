package io.stream0.api.publish;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.stream0.api.problem.ProblemException;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEventCodec;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.PresenceEvent;
import io.stream0.protocol.event.PresenceEventCodec;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.topic.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** Puts events onto their topics and waits until Kafka has acknowledged them. */
public final class EventPublisher {
  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

  /** {@code ce_source} of all that comes in over HTTP. */
  private static final URI SOURCE = URI.create("/stream0/api");

  private final KafkaTemplate<byte[], byte[]> kafka;
  private final TopicSettings topics;
  private final Duration timeout;
  private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
  private final InboxEventCodec inboxEvents = new InboxEventCodec();
  private final PresenceEventCodec presenceEvents = new PresenceEventCodec();
  private final RegistrationEventCodec registrationEvents = new RegistrationEventCodec();
  private final DeliveryEventCodec deliveryEvents = new DeliveryEventCodec();
  private final AtomicLongArray highestOfInbox;

  /**
   * @param timeout how long to wait for an acknowledgement
   */
  public EventPublisher(
      KafkaTemplate<byte[], byte[]> kafka, TopicSettings topics, Duration timeout) {
    this.kafka = kafka;
    this.topics = topics;
    this.timeout = timeout;
    this.highestOfInbox = new AtomicLongArray(topics.partitions());
    for (int partition = 0; partition < topics.partitions(); partition++) {
      highestOfInbox.set(partition, -1);
    }
  }

  /** A new UUIDv7 (RFC 9562), later ones sorting behind earlier ones of this process. */
  public UUID newId() {
    return ids.generate();
  }

  /**
   * @param id {@code ce_id}
   */
  public Published publish(String id, InboxEvent event) {
    Published published = publish(topics.names().inbox(), inboxEvents, id, event);
    highestOfInbox.accumulateAndGet(
        published.position().partition(), published.position().offset(), Math::max);
    return published;
  }

  /**
   * @param id {@code ce_id}
   */
  public Published publish(String id, RegistrationEvent event) {
    return publish(topics.names().registrations(), registrationEvents, id, event);
  }

  /**
   * @param id {@code ce_id}
   */
  public Published publish(String id, DeliveryEvent event) {
    return publish(topics.names().deliveries(), deliveryEvents, id, event);
  }

  /** Publishes what no answer rests on; fails within the producer's own delivery time-out. */
  public CompletableFuture<Void> publishAside(PresenceEvent event) {
    return kafka
        .send(
            presenceEvents
                .encode(newId().toString(), SOURCE, Instant.now(), event)
                .to(topics.names().presence()))
        .thenApply(sent -> null);
  }

  /** The highest offset of a partition of {@code inbox} that this process had acknowledged. */
  public long highestOfInbox(int partition) {
    return highestOfInbox.get(partition);
  }

  private <E> Published publish(String topic, EventCodec<E> codec, String id, E event) {
    try {
      RecordMetadata at =
          kafka
              .send(codec.encode(id, SOURCE, Instant.now(), event).to(topic))
              .get(timeout.toNanos(), TimeUnit.NANOSECONDS)
              .getRecordMetadata();
      return new Published(
          new RecordPosition(at.partition(), at.offset()), Instant.ofEpochMilli(at.timestamp()));
    } catch (TimeoutException | ExecutionException | KafkaException e) {
      log.warn("no acknowledgement from {}", topic, e);
      throw ProblemException.unavailable(
          "the log did not acknowledge in time; whether it will is not known");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("interrupted; the outcome is not known");
    }
  }
}

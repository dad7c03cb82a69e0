package io.stream0.api.publish;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.api.problem.ProblemException;
import io.stream0.protocol.event.CredentialEvent;
import io.stream0.protocol.event.CredentialEventCodec;
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
import io.stream0.telemetry.PublishMeters;
import io.stream0.telemetry.SendSpan;
import io.stream0.telemetry.Traces;
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
  private final PublishMeters meters;
  private final Traces traces;
  private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
  private final InboxEventCodec inboxEvents = new InboxEventCodec();
  private final PresenceEventCodec presenceEvents = new PresenceEventCodec();
  private final RegistrationEventCodec registrationEvents = new RegistrationEventCodec();
  private final CredentialEventCodec credentialEvents = new CredentialEventCodec();
  private final DeliveryEventCodec deliveryEvents = new DeliveryEventCodec();
  private final AtomicLongArray highestOfInbox;

  /**
   * @param timeout how long to wait for an acknowledgement
   */
  public EventPublisher(
      KafkaTemplate<byte[], byte[]> kafka,
      TopicSettings topics,
      Duration timeout,
      MeterRegistry registry,
      Traces traces) {
    this.kafka = kafka;
    this.topics = topics;
    this.timeout = timeout;
    this.meters = new PublishMeters(registry);
    this.traces = traces;
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
  public Published publish(String id, CredentialEvent event) {
    return publish(topics.names().credentials(), credentialEvents, id, event);
  }

  /**
   * @param id {@code ce_id}
   */
  public Published publish(String id, DeliveryEvent event) {
    return publish(topics.names().deliveries(), deliveryEvents, id, event);
  }

  /** Publishes what no answer rests on; fails within the producer's own delivery time-out. */
  public CompletableFuture<Void> publishAside(PresenceEvent event) {
    String topic = topics.names().presence();
    long since = System.nanoTime();
    return kafka
        .send(presenceEvents.encode(newId().toString(), SOURCE, Instant.now(), event).to(topic))
        .whenComplete((sent, failure) -> meters.published(topic, failure == null, since))
        .thenApply(sent -> null);
  }

  /** The highest offset of a partition of {@code inbox} that this process had acknowledged. */
  public long highestOfInbox(int partition) {
    return highestOfInbox.get(partition);
  }

  private <E> Published publish(String topic, EventCodec<E> codec, String id, E event) {
    long since = System.nanoTime();
    SendSpan span = traces.send(topic, id);
    try {
      RecordMetadata at =
          kafka
              .send(codec.encode(id, SOURCE, Instant.now(), event, span.context()).to(topic))
              .get(timeout.toNanos(), TimeUnit.NANOSECONDS)
              .getRecordMetadata();
      RecordPosition position = new RecordPosition(at.partition(), at.offset());
      meters.published(topic, true, since);
      span.acknowledged(position);
      return new Published(position, Instant.ofEpochMilli(at.timestamp()));
    } catch (TimeoutException | ExecutionException | KafkaException e) {
      meters.published(topic, false, since);
      span.failed(e);
      log.warn("no acknowledgement from {}", topic, e);
      throw ProblemException.unavailable(
          "the log did not acknowledge in time; whether it will is not known");
    } catch (InterruptedException e) {
      meters.published(topic, false, since);
      span.failed(e);
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("interrupted; the outcome is not known");
    }
  }
}

package io.stream0.webhook.topology;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEventCodec;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.telemetry.PublishMeters;
import io.stream0.webhook.attempt.Journal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Puts what attempts leave onto its topics. */
final class KafkaJournal implements Journal, AutoCloseable {
  /** {@code ce_source} of all that the worker writes. */
  static final URI SOURCE = URI.create("/stream0/webhook-worker");

  private static final Duration STOP = Duration.ofSeconds(3);

  private final Producer<byte[], byte[]> producer;
  private final TopicNames topics;
  private final PublishMeters meters;
  private final DeliveryEventCodec deliveries = new DeliveryEventCodec();
  private final EventCodec<RegistrationEvent> registrations = new RegistrationEventCodec();

  /**
   * @param producer to write with; this closes it
   */
  KafkaJournal(Producer<byte[], byte[]> producer, TopicNames topics, PublishMeters meters) {
    this.producer = producer;
    this.topics = topics;
    this.meters = meters;
  }

  @Override
  public CompletableFuture<RecordPosition> append(DeliveryEvent event) {
    return append(topics.deliveries(), deliveries, event);
  }

  @Override
  public CompletableFuture<RecordPosition> append(WebhookSwitchOffRequested event) {
    return append(topics.registrations(), registrations, event);
  }

  private <E> CompletableFuture<RecordPosition> append(
      String topic, EventCodec<? super E> codec, E event) {
    CompletableFuture<RecordPosition> acknowledged = new CompletableFuture<>();
    long since = System.nanoTime();
    try {
      Future<RecordMetadata> unused =
          producer.send(
              codec.encode(UUID.randomUUID().toString(), SOURCE, Instant.now(), event).to(topic),
              (at, failure) -> {
                meters.published(topic, failure == null, since);
                if (failure == null) {
                  acknowledged.complete(new RecordPosition(at.partition(), at.offset()));
                } else {
                  acknowledged.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }

  @Override
  public void flush() {
    try {
      producer.flush();
    } catch (KafkaException | IllegalStateException e) {
      throw new UnansweredException("what was given to the producer is not known to be there", e);
    }
  }

  @Override
  public void close() {
    producer.close(STOP);
  }
}

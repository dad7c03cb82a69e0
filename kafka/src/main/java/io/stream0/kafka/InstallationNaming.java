package io.stream0.kafka;

import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Names the installation in the first record of the log of registrations, or checks that this
 * service belongs to the one that is named there. Of two that name it at once, the first counts.
 * Only then are the topics' settings made what this service was given: a retention, say, that was
 * meant for another installation must not empty this one.
 */
final class InstallationNaming implements SmartLifecycle, Installation {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final URI SOURCE = URI.create("/stream0/installation");

  private final KafkaClients clients;
  private final TopicSettings topics;
  private final Secret secret;
  private final EndOffsets ends;
  private final TopicSetup setup;
  private final TopicPartition registrations;
  private final RegistrationEventCodec events = new RegistrationEventCodec();
  private volatile @Nullable String id;
  private volatile boolean running;

  InstallationNaming(
      KafkaClients clients,
      TopicSettings topics,
      Secret secret,
      EndOffsets ends,
      TopicSetup setup) {
    this.clients = clients;
    this.topics = topics;
    this.secret = secret;
    this.ends = ends;
    this.setup = setup;
    this.registrations = new TopicPartition(topics.names().registrations(), 0);
  }

  @Override
  public void start() {
    Optional<InstallationNamed> named = named();
    named.ifPresent(this::check);
    TopicSetupLifecycle.orRefuse(setup::settle);
    if (named.isEmpty()) {
      name();
      named = named();
      named.ifPresent(this::check);
    }
    id =
        named
            .orElseThrow(
                () -> new RefusedToStartException(registrations + ": the installation has no name"))
            .id();
    running = true;
  }

  @Override
  public String id() {
    String known = id;
    if (known == null) {
      throw new IllegalStateException("the installation's name is not known yet");
    }
    return known;
  }

  private void check(InstallationNamed named) {
    if (named.partitions() != topics.partitions()) {
      throw new InvalidValueException(
          "stream0.topics.partitions",
          Integer.toString(topics.partitions()),
          named.partitions() + ", as this installation was made with");
    }
    if (!named.secretFingerprint().equals(secret.fingerprint())) {
      throw new InvalidValueException(
          "stream0.secret",
          "another one",
          "the one that the installation of topics %s… was made with; another installation has another stream0.topics.prefix"
              .formatted(topics.names().prefix()));
    }
  }

  /** What the log says of the installation; empty where nothing was said yet. */
  private Optional<InstallationNamed> named() {
    Deadline deadline = Deadline.in(PATIENCE);
    long end = end(deadline);
    try (Consumer<byte[], byte[]> consumer = clients.logReader()) {
      consumer.assign(List.of(registrations));
      consumer.seekToBeginning(List.of(registrations));
      while (consumer.position(registrations) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (event(record) instanceof InstallationNamed named) {
            return Optional.of(named);
          }
        }
        if (deadline.hasPassed()) {
          throw new RefusedToStartException(registrations + ": not read in " + PATIENCE);
        }
      }
    }
    return Optional.empty();
  }

  /** A topic that another process has just made is not known to every broker at once. */
  private long end(Deadline deadline) {
    while (true) {
      try {
        return ends.of(registrations, deadline);
      } catch (UnansweredException e) {
        if (deadline.hasPassed() || !isUnknownTopic(e)) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private static boolean isUnknownTopic(Throwable e) {
    return e instanceof UnknownTopicOrPartitionException
        || (e.getCause() != null && isUnknownTopic(e.getCause()));
  }

  private RegistrationEvent event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return events.decode(record.key(), record.headers(), record.value()).event();
    } catch (UndecodableRecordException e) {
      throw new RefusedToStartException(
          "record %d of %s: %s (expected: a registration; a later version may have written it)"
              .formatted(record.offset(), registrations.topic(), e.getMessage()));
    }
  }

  private void name() {
    InstallationNamed name =
        new InstallationNamed(
            UUID.randomUUID().toString(), topics.partitions(), secret.fingerprint());
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(clients.producerSettings())) {
      producer
          .send(
              events
                  .encode(UUID.randomUUID().toString(), SOURCE, Instant.now(), name)
                  .to(registrations.topic()))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while naming the installation", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("naming the installation failed: " + e.getCause(), e);
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.INSTALLATION;
  }
}

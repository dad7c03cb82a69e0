package io.stream0.bench;

import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryFollower;
import io.stream0.kafka.ClientSettings;
import io.stream0.kafka.SharedEndOffsets;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A directory in this process, as every api and worker has one, on the logs of a running server.
 */
final class LoadedDirectory implements AutoCloseable {
  /** As the all-in-one lays its topics out. */
  static final TopicSettings TOPICS =
      new TopicSettings(
          new TopicNames(TopicNames.DEFAULT_PREFIX),
          1,
          1,
          null,
          TopicSettings.DEFAULT_MAX_BODY_BYTES);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LOOK_UP_MILLIS = 30_000;

  private final Admin admin;
  private final Directory directory;
  private final DirectoryFollower follower;

  private LoadedDirectory(Admin admin, Map<String, Object> client) {
    this.admin = admin;
    directory = new Directory(TOPICS, new SharedEndOffsets(admin, LOOK_UP_MILLIS));
    follower =
        new DirectoryFollower(
            directory, () -> new KafkaConsumer<>(ClientSettings.logReader(client)));
  }

  /**
   * Returns when all is folded that the logs hold.
   *
   * @param broker host and port
   */
  static LoadedDirectory load(String broker) {
    Map<String, Object> client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker);
    LoadedDirectory loaded = new LoadedDirectory(Admin.create(client), client);
    loaded.follower.start();
    loaded.directory.catchUpWithPresence(Deadline.in(PATIENCE));
    return loaded;
  }

  Directory directory() {
    return directory;
  }

  static AgentId agent(int number) {
    return new AgentId("agent-%06d".formatted(number));
  }

  static AgentId alias(int number, int which) {
    return new AgentId("alias-%06d-%d".formatted(number, which));
  }

  /**
   * Appends registrations of that many agents with two aliases each, as api does.
   *
   * @param broker host and port
   */
  static void register(String broker, TenantId tenant, int agents)
      throws IOException, InterruptedException {
    RegistrationEventCodec codec = new RegistrationEventCodec();
    List<Future<RecordMetadata>> appended = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            ClientSettings.producer(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker), TOPICS))) {
      for (int number = 0; number < agents; number++) {
        RegistrationEvent event =
            new RegistrationRequested(
                tenant,
                agent(number),
                Change.to(List.of(alias(number, 1), alias(number, 2))),
                Change.keep(),
                Change.keep(),
                Change.keep());
        EncodedEvent encoded =
            codec.encode(UUID.randomUUID().toString(), URI.create("/bench"), Instant.now(), event);
        appended.add(
            producer.send(
                new ProducerRecord<>(
                    TOPICS.names().registrations(),
                    null,
                    encoded.key(),
                    encoded.value(),
                    encoded.headers())));
      }
      for (Future<RecordMetadata> each : appended) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a registration was not appended", e.getCause());
    }
  }

  @Override
  public void close() {
    follower.close();
    admin.close();
  }
}

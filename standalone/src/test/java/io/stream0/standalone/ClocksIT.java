package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stream thread writes to its store's changelog carries the time of the broker that its
 * record is from. A broker takes no time that is an hour ahead of its own (KIP-937, KIP-1030).
 */
@ExtendWith(RealBroker.class)
@Timeout(120)
class ClocksIT {
  private static final Duration AHEAD = Duration.ofHours(2);

  @TempDir static Path state;

  private final String prefix = Server.freshPrefix();

  private static Map<String, Object> broker() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, RealBroker.bootstrapServers());
  }

  private static RecordMetadata append(String topic) throws Exception {
    byte[] keyOfNoRow = {(byte) 0xff};
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(broker(), new ByteArraySerializer(), new ByteArraySerializer())) {
      long then = Instant.now().plus(AHEAD).toEpochMilli();
      return producer
          .send(new ProducerRecord<>(topic, 0, then, keyOfNoRow, (byte[]) null))
          .get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aChangelogHasItsOwnTime() throws Exception {
    Set<String> changelogs =
        Set.of(
            prefix + "processor-inbox-changelog",
            prefix + "processor-threads-changelog",
            prefix + "webhook-worker-webhooks-changelog");
    try (Server server = Server.startOpen(prefix, state);
        Admin admin = Admin.create(broker())) {
      assertThat(server.url()).isNotEmpty();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.listTopics().names().get().containsAll(changelogs));
      for (String changelog : changelogs) {
        assertThat(Instant.ofEpochMilli(append(changelog).timestamp()))
            .isBefore(Instant.now().plus(AHEAD.dividedBy(2)));
      }
    }
  }

  /** Without that a stream thread would die of such a record, again and again. */
  @Test
  void aTopicThatTakesTheTimeItIsToldRefusesOne() throws Exception {
    String topic = prefix + "told";
    try (Admin admin = Admin.create(broker())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    assertThatThrownBy(() -> append(topic)).hasCauseInstanceOf(InvalidTimestampException.class);
  }
}

package io.stream0.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("stream0."), 1, 1, null, 4 * 1024 * 1024);

  @Test
  void whatTheOperatorSetsPassesThrough() {
    assertThat(ClientSettings.producer(Map.of("security.protocol", "SSL", "acks", "-1"), TOPICS))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true");
  }

  @Test
  void whatThePromisesRestOnCannotBeSetOtherwise() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> ClientSettings.producer(Map.of("acks", "1"), TOPICS))
        .withMessageContaining("acks: 1 (expected: all");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> ClientSettings.producer(Map.of("enable.idempotence", false), TOPICS))
        .withMessageContaining("enable.idempotence: false (expected: true");
  }

  @Test
  void aProducerTakesTheLargestRecord() {
    assertThat(ClientSettings.producer(Map.of(), TOPICS))
        .hasEntrySatisfying(
            "max.request.size",
            size -> assertThat((Integer) size).isGreaterThan(TOPICS.maxRecordBytes()));
  }
}

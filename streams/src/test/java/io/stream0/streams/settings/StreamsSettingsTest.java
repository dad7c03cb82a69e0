package io.stream0.streams.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.assignment.KnownMembers;
import io.stream0.streams.assignment.WarmStickyTaskAssignor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsSettingsTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, null, 1024);

  private static Map<String, Object> of(Map<String, Object> operator) {
    return StreamsSettings.of(
        operator,
        TOPICS,
        new StreamsApplication(
            "app",
            Path.of("state"),
            1,
            Duration.ofMillis(500),
            1,
            null,
            Duration.ofSeconds(6),
            null,
            1,
            1));
  }

  @Test
  void copiesComeBeforeTasks() {
    assertThat(of(Map.of()))
        .containsEntry(
            StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, WarmStickyTaskAssignor.class.getName())
        .hasEntrySatisfying(
            WarmStickyTaskAssignor.KNOWN_MEMBERS,
            members -> assertThat(members).isInstanceOf(KnownMembers.class));
  }

  @Test
  void eachApplicationKnowsItsOwnMembers() {
    assertThat(of(Map.of()).get(WarmStickyTaskAssignor.KNOWN_MEMBERS))
        .isNotSameAs(of(Map.of()).get(WarmStickyTaskAssignor.KNOWN_MEMBERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
        StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG
      })
  void whoKeepsRacksApartHasKafkasOwn(String setting) {
    assertThat(of(Map.of(setting, "zone")))
        .doesNotContainKey(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", StreamsConfig.CONSUMER_PREFIX, StreamsConfig.MAIN_CONSUMER_PREFIX})
  void whatTheOperatorSetForAConsumerHolds(String prefix) {
    Map<String, Object> settings =
        of(
            Map.of(
                "bootstrap.servers",
                "localhost:1",
                prefix + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                7));
    assertThat(
            new StreamsConfig(settings)
                .getMainConsumerConfigs("app", "client", 0)
                .get(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG))
        .isEqualTo(7);
  }
}

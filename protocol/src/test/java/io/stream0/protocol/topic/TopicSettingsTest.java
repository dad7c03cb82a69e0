package io.stream0.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {
  private static final TopicSettings CLUSTER =
      new TopicSettings(
          new TopicNames("stream0."), 12, 3, null, TopicSettings.DEFAULT_MAX_BODY_BYTES);

  @Test
  void aClusterWritesToTwoBeforeItAcknowledges() {
    assertThat(CLUSTER.topics())
        .allSatisfy(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("min.insync.replicas", "2")
                    .containsEntry("unclean.leader.election.enable", "false")
                    .containsEntry("message.timestamp.type", "LogAppendTime"));
    assertThat(CLUSTER.topics().getFirst().settings()).containsEntry("retention.ms", "-1");
  }

  @Test
  void whatIsLookedUpByItsLastValueIsCompactedAndTheRestIsKept() {
    assertThat(CLUSTER.topics())
        .filteredOn(topic -> "compact".equals(topic.settings().get("cleanup.policy")))
        .extracting(TopicSpec::name)
        .containsExactlyInAnyOrder("stream0.presence", "stream0.credentials");
    assertThat(CLUSTER.topics())
        .filteredOn(topic -> topic.name().equals("stream0.credentials"))
        .singleElement()
        .satisfies(topic -> assertThat(topic.partitions()).isEqualTo(1));
  }

  @Test
  void theLargestBodyFitsEveryTopicWithItsEnvelope() {
    TopicSettings large =
        new TopicSettings(new TopicNames("stream0."), 1, 1, null, 8 * 1024 * 1024);
    assertThat(large.maxRecordBytes()).isGreaterThan(8 * 1024 * 1024);
    assertThat(large.topics())
        .allSatisfy(
            topic ->
                assertThat(Integer.parseInt(topic.settings().get("max.message.bytes")))
                    .isGreaterThan(large.maxRecordBytes()));
  }

  @Test
  void aTopicThatDiffersIsToldApartSettingBySetting() {
    TopicSpec inbox = CLUSTER.topics().getFirst();
    Map<String, String> actual = new HashMap<>(inbox.settings());
    assertThat(inbox.differences(12, 3, actual)).isEmpty();
    actual.put("max.message.bytes", "99999999");
    actual.put("min.insync.replicas", "3");
    assertThat(inbox.differences(12, 5, actual)).isEmpty();

    actual.put("min.insync.replicas", "1");
    actual.put("cleanup.policy", "compact");
    assertThat(inbox.differences(6, 2, actual))
        .containsExactly(
            "topic stream0.inbox: partitions: 6 (expected: 12)",
            "topic stream0.inbox: replication: 2 (expected: 3 or more)",
            "topic stream0.inbox: cleanup.policy: compact (expected: delete)",
            "topic stream0.inbox: min.insync.replicas: 1 (expected: 2)");
  }

  @Test
  void aSettingOutOfBoundsIsNamed() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new TopicSettings(new TopicNames("s."), 0, 1, null, 1024))
        .withMessage("stream0.topics.partitions: 0 (expected: 1 to 1000)");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new TopicNames("a b"))
        .withMessageStartingWith("stream0.topics.prefix: a b (expected: ");
  }
}

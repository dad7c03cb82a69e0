package io.stream0.protocol.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one topic must be.
 *
 * @param settings topic settings that must be just so; of {@code max.message.bytes} and {@code
 *     min.insync.replicas} a larger value will do
 */
public record TopicSpec(
    String name, int partitions, int replication, Map<String, String> settings) {
  static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  public TopicSpec {
    settings = Map.copyOf(settings);
  }

  /**
   * How a topic that is there differs, a sentence for each difference.
   *
   * @param actualSettings every setting of the topic, defaults included
   */
  public List<String> differences(
      int actualPartitions, int actualReplication, Map<String, String> actualSettings) {
    List<String> differences = new ArrayList<>();
    if (actualPartitions != partitions) {
      differences.add(difference("partitions", actualPartitions, partitions));
    }
    if (actualReplication < replication) {
      differences.add(difference("replication", actualReplication, replication + " or more"));
    }
    new TreeMap<>(settings)
        .forEach(
            (setting, expected) -> {
              String actual = actualSettings.getOrDefault(setting, "unknown");
              if (!holds(setting, actual, expected)) {
                differences.add(difference(setting, actual, expected));
              }
            });
    return List.copyOf(differences);
  }

  private static boolean holds(String setting, String actual, String expected) {
    return switch (setting) {
      case MAX_MESSAGE_BYTES, "min.insync.replicas" ->
          actual.matches("\\d+") && Long.parseLong(actual) >= Long.parseLong(expected);
      default -> actual.equals(expected);
    };
  }

  private String difference(String what, Object actual, Object expected) {
    return "topic %s: %s: %s (expected: %s)".formatted(name, what, actual, expected);
  }
}

package io.stream0.streams.health;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import io.stream0.streams.progress.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this process is a member of its group that works: its streams run, and the cluster can be
 * asked where a partition ends. One that waits as a standby holds nothing and is ready.
 */
public final class StreamsReadiness implements HealthIndicator {
  static final String UNKNOWN = "unknown: the cluster does not say where it ends";
  private static final Duration LOOK_UP = Duration.ofSeconds(2);

  private final Supplier<@Nullable KafkaStreams> streams;
  private final Progress progress;
  private final EndOffsets ends;

  /**
   * @param streams the application, if it runs
   */
  public StreamsReadiness(
      Supplier<@Nullable KafkaStreams> streams, Progress progress, EndOffsets ends) {
    this.streams = streams;
    this.progress = progress;
    this.ends = ends;
  }

  @Override
  public Health health() {
    KafkaStreams running = streams.get();
    String state = running == null ? "NOT_STARTED" : running.state().name();
    Map<String, Object> lags = lags();
    return (isReady(state, lags) ? Health.up() : Health.outOfService())
        .withDetail("streams", state)
        .withDetail("lag", lags)
        .build();
  }

  /**
   * A partition whose broker is gone for the moment holds up only who asks for it; with all that
   * are held it is the cluster, or the way to it.
   */
  static boolean isReady(String state, Map<String, Object> lags) {
    boolean answers =
        lags.isEmpty() || lags.values().stream().anyMatch(lag -> !lag.equals(UNKNOWN));
    return answers && state.equals(KafkaStreams.State.RUNNING.name());
  }

  /** How many records of each partition that is held are not folded yet. */
  private Map<String, Object> lags() {
    var open = progress.open();
    Map<TopicPartition, Long> known = ends.ofThoseKnown(open, Deadline.in(LOOK_UP));
    Map<String, Object> lags = new TreeMap<>();
    for (TopicPartition partition : open) {
      Long end = known.get(partition);
      long next = Math.max(0, progress.of(partition));
      lags.put(partition.toString(), end == null ? UNKNOWN : Math.max(0, end - next));
    }
    return lags;
  }
}

package io.stream0.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.query.Deadline;
import io.stream0.telemetry.Buckets;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures how long one who asks waits until it is known where a partition ends: {@code
 * stream0.read.index}.
 */
record TimedEndOffsets(EndOffsets ends, Timer timer) implements EndOffsets {
  TimedEndOffsets(EndOffsets ends, MeterRegistry registry) {
    this(
        ends,
        Timer.builder("stream0.read.index")
            .description("Until it is known where a partition ends, for one who asks")
            .serviceLevelObjectives(Buckets.latency())
            .register(registry));
  }

  @Override
  public long of(TopicPartition partition, Deadline deadline) {
    Timer.Sample sample = Timer.start();
    try {
      return ends.of(partition, deadline);
    } finally {
      sample.stop(timer);
    }
  }

  @Override
  public Map<TopicPartition, Long> of(Collection<TopicPartition> partitions, Deadline deadline) {
    return ends.of(partitions, deadline);
  }

  @Override
  public Map<TopicPartition, Long> ofThoseKnown(
      Collection<TopicPartition> partitions, Deadline deadline) {
    return ends.ofThoseKnown(partitions, deadline);
  }
}

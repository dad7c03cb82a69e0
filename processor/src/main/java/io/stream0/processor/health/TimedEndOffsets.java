package io.stream0.processor.health;

import io.micrometer.core.instrument.Timer;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Measures the rounds of the read index. */
record TimedEndOffsets(EndOffsets ends, Timer timer) implements EndOffsets {
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

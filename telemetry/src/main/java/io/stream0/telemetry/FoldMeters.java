package io.stream0.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.common.TopicPartition;

/** How long folds take, a record at a time: {@code stream0.fold}. */
public record FoldMeters(MeterRegistry registry) {
  /** Those that nobody looks at. */
  public static FoldMeters none() {
    return new FoldMeters(new CompositeMeterRegistry());
  }

  /**
   * @param stage what folds it: more than one may fold a topic
   */
  public Timer of(String stage, TopicPartition partition) {
    return Timer.builder("stream0.fold")
        .description("Folding a record, decoding and putting included")
        .tag("stage", stage)
        .tag("topic", partition.topic())
        .tag("partition", Integer.toString(partition.partition()))
        .register(registry);
  }
}

package io.stream0.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stream0.telemetry.Buckets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures the rounds of the read index, each one request for all who wait: {@code
 * stream0.read.index.round}.
 */
final class LookUpMeter {
  private final Timer answered;
  private final Timer failed;

  LookUpMeter(MeterRegistry registry) {
    this.answered = timer(registry, "answered");
    this.failed = timer(registry, "failed");
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("stream0.read.index.round")
        .description("Requests for where partitions end, each for all who wait")
        .tag("outcome", outcome)
        .serviceLevelObjectives(Buckets.latency())
        .register(registry);
  }

  /** The same look-up, measured from being sent until all of it is answered or one part failed. */
  Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> of(
      Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> lookUp) {
    return partitions -> {
      Timer.Sample sample = Timer.start();
      Map<TopicPartition, CompletionStage<Long>> answers = lookUp.apply(partitions);
      CompletableFuture<?>[] all =
          answers.values().stream()
              .map(CompletionStage::toCompletableFuture)
              .toArray(CompletableFuture[]::new);
      CompletableFuture<?> unused =
          CompletableFuture.allOf(all)
              .whenComplete((done, failure) -> sample.stop(failure == null ? answered : failed));
      return answers;
    };
  }
}

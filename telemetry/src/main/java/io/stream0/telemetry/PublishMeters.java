package io.stream0.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long it takes until Kafka has acknowledged a record: {@code stream0.publish}. */
public final class PublishMeters {
  private final MeterRegistry registry;
  private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

  private record Outcome(String topic, boolean acknowledged) {}

  public PublishMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param acknowledged false where it is not known whether Kafka has it
   * @param since by {@link System#nanoTime}
   */
  public void published(String topic, boolean acknowledged, long since) {
    timers
        .computeIfAbsent(new Outcome(topic, acknowledged), this::timer)
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Outcome outcome) {
    return Timer.builder("stream0.publish")
        .description("Publishing a record, until Kafka has acknowledged it")
        .tag("topic", outcome.topic())
        .tag("outcome", outcome.acknowledged() ? "acknowledged" : "failed")
        .serviceLevelObjectives(Buckets.latency())
        .register(registry);
  }
}

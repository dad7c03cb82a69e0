package io.stream0.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far whoever watches is behind: {@code stream0.events.delay}. */
public final class EventMeters {
  private final Timer delay;
  private final InstantSource clock;

  /**
   * @param clock tells when an entry is told; when it was appended, the broker's told
   */
  public EventMeters(MeterRegistry registry, InstantSource clock) {
    this.delay =
        Timer.builder("stream0.events.delay")
            .description("From an entry's append to threads until all who watch are told")
            .serviceLevelObjectives(Buckets.latency())
            .register(registry);
    this.clock = clock;
  }

  /** Those that nobody looks at. */
  public static EventMeters none() {
    return new EventMeters(new CompositeMeterRegistry(), InstantSource.system());
  }

  /** An entry was told now. A timer drops what a broker's clock that is ahead makes of it. */
  public void told(Instant appended) {
    delay.record(Duration.between(appended, clock.instant()));
  }
}

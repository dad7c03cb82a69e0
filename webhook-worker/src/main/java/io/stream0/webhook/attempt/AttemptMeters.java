package io.stream0.webhook.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import java.time.Duration;

/** Counts and times attempts: {@code stream0.webhooks.attempts}, by outcome. */
public final class AttemptMeters {
  private static final String ATTEMPTS = "stream0.webhooks.attempts";
  private static final String OUTCOME = "outcome";

  private final Timer delivered;
  private final Timer failed;
  private final Timer exhausted;

  public AttemptMeters(MeterRegistry registry) {
    this.delivered = registry.timer(ATTEMPTS, OUTCOME, "delivered");
    this.failed = registry.timer(ATTEMPTS, OUTCOME, "failed");
    this.exhausted = registry.timer(ATTEMPTS, OUTCOME, "exhausted");
  }

  void attempted(AttemptOutcome outcome, Duration took) {
    switch (outcome) {
      case AttemptOutcome.Delivered d -> delivered.record(took);
      case AttemptOutcome.Failed f -> failed.record(took);
      case AttemptOutcome.Exhausted x -> exhausted.record(took);
    }
  }
}

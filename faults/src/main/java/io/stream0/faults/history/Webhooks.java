package io.stream0.faults.history;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What came to the webhooks of a run, and what was done meanwhile that decides how late who tells
 * them may be.
 *
 * @param notifications in any order
 * @param brokersHarmed when something was wrong with a broker, until every partition had all of its
 *     copies: a record that was appended then may have counted only at the end of it
 * @param paused when a webhook worker was: what it had looked at before may go out afterwards
 * @param zero what the clock of {@link When} shows at the beginning of 1970
 */
public record Webhooks(
    List<Notification> notifications, List<Period> brokersHarmed, List<Period> paused, long zero) {
  /** There were none. */
  public static final Webhooks NONE = new Webhooks(List.of(), List.of(), List.of(), 0);

  public Webhooks {
    notifications = List.copyOf(notifications);
    brokersHarmed = List.copyOf(brokersHarmed);
    paused = List.copyOf(paused);
  }

  /**
   * A time of this machine's other clock, that of brokers and workers, on the clock of {@link
   * When}.
   */
  public long nanosAt(Instant time) {
    return zero + TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}

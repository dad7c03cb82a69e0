package io.stream0.webhook.topology;

import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.Rows;
import io.stream0.webhook.delivery.DeliveryReader;
import io.stream0.webhook.delivery.Knowledge;
import io.stream0.webhook.delivery.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What one task knows: of agents by the directory, of attempts by its fold of {@code deliveries}.
 */
final class TaskKnowledge implements Knowledge {
  private static final Duration RECENT = Duration.ofSeconds(1);

  /** At this age one thread finds out anew while the others still go on. */
  private static final Duration SOON_OLD = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Directory directory;
  private final EndOffsets ends;
  private final Progress progress;
  private final TopicPartition deliveries;
  private final Rows rows;
  private final LongSupplier nanoTime;

  /** When the end was asked for that the fold has reached since. */
  private final AtomicLong confirmed;

  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param rows of the webhook store; may be read by any thread
   * @param nanoTime a clock that never goes back
   */
  TaskKnowledge(
      Directory directory,
      EndOffsets ends,
      Progress progress,
      TopicPartition deliveries,
      Rows rows,
      LongSupplier nanoTime) {
    this.directory = directory;
    this.ends = ends;
    this.progress = progress;
    this.deliveries = deliveries;
    this.rows = rows;
    this.nanoTime = nanoTime;
    this.confirmed = new AtomicLong(nanoTime.getAsLong() - Duration.ofDays(1).toNanos());
  }

  @Override
  public Optional<Agent> agent(Life life) {
    return directory
        .find(life.agent().tenant(), life.incarnation())
        .filter(agent -> agent.id().equals(life.agent().agent()));
  }

  @Override
  public Optional<Instant> failingSince(Life life, long revision) {
    try {
      return new DeliveryReader(rows, null).failingSince(life, revision);
    } catch (InvalidStateStoreException e) {
      throw new UnansweredException("the store is closed", e);
    }
  }

  @Override
  public void confirm() {
    directory.catchUpUnlessWithin(RECENT, Deadline.in(PATIENCE));
    long age = nanoTime.getAsLong() - confirmed.get();
    if (age > RECENT.toNanos()) {
      catchUpDeliveries();
    } else if (age > SOON_OLD.toNanos() && underWay.compareAndSet(false, true)) {
      try {
        catchUpDeliveries();
      } finally {
        underWay.set(false);
      }
    }
  }

  @Override
  public void catchUp() {
    directory.catchUp(Deadline.in(PATIENCE));
    catchUpDeliveries();
  }

  private void catchUpDeliveries() {
    long asked = nanoTime.getAsLong();
    Deadline deadline = Deadline.in(PATIENCE);
    progress.await(deliveries, ends.of(deliveries, deadline), deadline);
    confirmed.accumulateAndGet(asked, (one, other) -> one - other > 0 ? one : other);
  }
}

package io.stream0.webhook.topology;

import io.stream0.directory.Directory;
import io.stream0.kafka.StartPhase;
import io.stream0.streams.progress.Progress;
import io.stream0.webhook.attempt.Attempts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/** Runs the worker from start to stop. */
final class WebhookWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);
  private static final String METERS = "webhook-worker";
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Supplier<KafkaStreams> streams;
  private final KafkaStreamsMicrometerListener meters;
  private final Progress progress;
  private final boolean leaves;
  private final Directory directory;
  private final CountDownLatch stopping;
  private final Attempts attempts;
  private final KafkaJournal journal;
  private volatile @Nullable KafkaStreams running;

  /**
   * @param streams makes the application, not yet running; this closes it and the others
   * @param meters told of it, for what Kafka Streams measures of itself: lags among it
   * @param progress of its folds
   * @param leaves whether it leaves its group when it stops, so that others take over at once
   * @param stopping counted down by this when it stops
   */
  WebhookWorker(
      Supplier<KafkaStreams> streams,
      KafkaStreamsMicrometerListener meters,
      Progress progress,
      boolean leaves,
      Directory directory,
      CountDownLatch stopping,
      Attempts attempts,
      KafkaJournal journal) {
    this.streams = streams;
    this.meters = meters;
    this.progress = progress;
    this.leaves = leaves;
    this.directory = directory;
    this.stopping = stopping;
    this.attempts = attempts;
    this.journal = journal;
  }

  Progress progress() {
    return progress;
  }

  /** The application, if it runs. */
  @Nullable KafkaStreams running() {
    return running;
  }

  @Override
  public void start() {
    KafkaStreams starting = streams.get();
    starting.setUncaughtExceptionHandler(
        failure -> {
          if (directory.failure().isPresent()) {
            log.error("the webhook worker stops: {}", directory.failure().get(), failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          }
          log.error("a stream thread of the webhook worker died and is replaced", failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    meters.streamsAdded(METERS, starting);
    starting.start();
    running = starting;
  }

  /**
   * No more is sent; what is under way ends and is recorded, or will be made again. Before others
   * may take over: they would not know of it.
   */
  @Override
  public void stop() {
    stopping.countDown();
    attempts.close();
    journal.close();
    // What is held is answered for until it is left.
    KafkaStreams ending = running;
    running = null;
    if (ending != null) {
      meters.streamsRemoved(METERS, ending);
      ending.close(
          CloseOptions.timeout(STOP)
              .withGroupMembershipOperation(
                  leaves
                      ? GroupMembershipOperation.LEAVE_GROUP
                      : GroupMembershipOperation.REMAIN_IN_GROUP));
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  @Override
  public int getPhase() {
    return StartPhase.STREAMS;
  }
}

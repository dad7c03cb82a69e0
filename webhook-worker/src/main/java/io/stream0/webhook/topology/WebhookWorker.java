package io.stream0.webhook.topology;

import io.stream0.directory.Directory;
import io.stream0.kafka.StartPhase;
import io.stream0.webhook.attempt.Attempts;
import io.stream0.webhook.attempt.HttpWebhookClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the worker from start to stop. */
final class WebhookWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Supplier<KafkaStreams> streams;
  private final Directory directory;
  private final CountDownLatch stopping;
  private final Attempts attempts;
  private final HttpWebhookClient client;
  private final KafkaJournal journal;
  private volatile @Nullable KafkaStreams running;

  /**
   * @param streams makes the application, not yet running; this closes it and the others
   * @param stopping counted down by this when it stops
   */
  WebhookWorker(
      Supplier<KafkaStreams> streams,
      Directory directory,
      CountDownLatch stopping,
      Attempts attempts,
      HttpWebhookClient client,
      KafkaJournal journal) {
    this.streams = streams;
    this.directory = directory;
    this.stopping = stopping;
    this.attempts = attempts;
    this.client = client;
    this.journal = journal;
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
    starting.start();
    running = starting;
  }

  /** No more is taken; what is under way ends and is recorded, or will be made again. */
  @Override
  public void stop() {
    stopping.countDown();
    KafkaStreams ending = running;
    running = null;
    if (ending != null) {
      ending.close(STOP);
    }
    attempts.close();
    journal.close();
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

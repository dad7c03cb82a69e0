package io.stream0.processor.answering;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * At a graceful stop, leaves the group before the web server stops: who waits here for a partition
 * is told at once that it is not held any more, and goes on at whoever takes it.
 */
final class HandOver implements SmartLifecycle {
  private final StreamsBuilderFactoryBean streams;
  private volatile boolean running;

  HandOver(StreamsBuilderFactoryBean streams) {
    this.streams = streams;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    streams.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The last to start, hence the first to stop, before the web server's graceful end. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}

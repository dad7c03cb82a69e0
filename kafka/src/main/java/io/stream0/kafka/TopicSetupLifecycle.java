package io.stream0.kafka;

import java.util.concurrent.ExecutionException;
import org.springframework.context.SmartLifecycle;

/** Sets the topics up before anything reads or writes them; nothing starts where they differ. */
final class TopicSetupLifecycle implements SmartLifecycle {
  private final TopicSetup setup;
  private volatile boolean running;

  TopicSetupLifecycle(TopicSetup setup) {
    this.setup = setup;
  }

  @Override
  public void start() {
    try {
      setup.ensure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while setting topics up", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("setting topics up failed: " + e.getCause(), e.getCause());
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.TOPICS;
  }
}

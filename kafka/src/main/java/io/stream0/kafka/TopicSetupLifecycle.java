package io.stream0.kafka;

import java.util.concurrent.ExecutionException;
import org.springframework.context.SmartLifecycle;

/** Makes the topics before anything reads or writes them; nothing starts where they differ. */
final class TopicSetupLifecycle implements SmartLifecycle {
  private final TopicSetup setup;
  private volatile boolean running;

  TopicSetupLifecycle(TopicSetup setup) {
    this.setup = setup;
  }

  @Override
  public void start() {
    orRefuse(setup::create);
    running = true;
  }

  /** What is done to topics. */
  interface Step {
    void run() throws InterruptedException, ExecutionException;
  }

  static void orRefuse(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while setting topics up", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("setting topics up failed: " + e.getCause(), e.getCause());
    }
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

package io.stream0.standalone;

import io.stream0.kafka.StartPhase;
import org.springframework.context.SmartLifecycle;

/** The broker is there before anything that needs it, and goes after it. */
final class EmbeddedBrokerLifecycle implements SmartLifecycle {
  private final EmbeddedBroker broker;
  private final DataFolder data;
  private volatile boolean running;

  EmbeddedBrokerLifecycle(EmbeddedBroker broker, DataFolder data) {
    this.broker = broker;
    this.data = data;
  }

  @Override
  public void start() {
    try {
      broker.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker started", e);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      broker.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    data.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.BROKER;
  }
}

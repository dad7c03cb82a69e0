package io.stream0.answering;

import org.springframework.context.SmartLifecycle;

/**
 * At a graceful stop, leaves the group before the web server stops: who waits here for a partition
 * is told at once that it is not held any more, and goes on at whoever takes it.
 */
public final class HandOver implements SmartLifecycle {
  private final Runnable leave;
  private volatile boolean running;

  /**
   * @param leave stops what folds here, and leaves its group
   */
  public HandOver(Runnable leave) {
    this.leave = leave;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    leave.run();
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

package io.stream0.api.events;

import io.stream0.tail.Watching;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all streams when the server stops: first of all, since it would wait for them before it
 * stops anything else.
 */
final class EventsLifecycle implements SmartLifecycle {
  private final Watching watching;
  private volatile boolean running;

  EventsLifecycle(Watching watching) {
    this.watching = watching;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    watching.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops before the web server does, which is below the default phase. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}

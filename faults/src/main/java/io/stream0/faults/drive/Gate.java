package io.stream0.faults.drive;

import org.jspecify.annotations.Nullable;

/** Where the only server is; who calls while it is down waits here. */
final class Gate implements Servers {
  private @Nullable Server server;
  private @Nullable String over;

  synchronized void open(Server at) {
    server = at;
    notifyAll();
  }

  synchronized void close() {
    server = null;
  }

  /** Whoever waits or comes is sent away; the first reason counts. */
  synchronized void end(String why) {
    if (over == null) {
      over = why;
    }
    notifyAll();
  }

  @Override
  public synchronized Server next() throws InterruptedException {
    while (server == null && over == null) {
      wait();
    }
    if (over != null || server == null) {
      throw new OverException(String.valueOf(over));
    }
    return server;
  }

  @Override
  public @Nullable Server other(Server than) {
    return null;
  }
}

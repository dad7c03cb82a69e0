package io.stream0.faults.drive;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the server is; who calls while it is down waits here. */
final class Gate {
  private @Nullable URI server;
  private @Nullable String over;

  /** The server will not come back. */
  static final class OverException extends RuntimeException {
    OverException(String why) {
      super(why);
    }
  }

  synchronized void open(URI at) {
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

  /**
   * Returns where the server is, once it is somewhere.
   *
   * @throws OverException if it will not come back
   */
  synchronized URI await() throws InterruptedException {
    while (server == null && over == null) {
      wait();
    }
    if (over != null || server == null) {
      throw new OverException(String.valueOf(over));
    }
    return server;
  }
}

package io.stream0.faults.drive;

import org.jspecify.annotations.Nullable;

/** Whom calls go to. */
public interface Servers {
  /**
   * The next to ask; waits while there is none.
   *
   * @throws OverException if there will be none
   */
  Server next() throws InterruptedException;

  /** Another one than this, which did not say what came of a call; null if there is none. */
  @Nullable Server other(Server than);
}

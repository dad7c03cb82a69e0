package io.stream0.faults.network;

import org.jspecify.annotations.Nullable;

/** Whether bytes pass a way now; all of its connections ask it. */
final class Valve {
  private @Nullable Cut cut;

  /** What becomes of bytes that have come. */
  enum Passage {
    ON,
    LOST,
    RESET
  }

  synchronized void cut(Cut now) {
    cut = now;
    notifyAll();
  }

  synchronized void heal() {
    cut = null;
    notifyAll();
  }

  /** Whether new connections are reset. */
  synchronized boolean refuses() {
    return cut != null && cut.manner() == Cut.Manner.RESET;
  }

  /**
   * What becomes of bytes that go this direction; returns once that is known.
   *
   * @param requests whether the connecting process said them
   */
  synchronized Passage pass(boolean requests) throws InterruptedException {
    while (cut != null && cut.manner() == Cut.Manner.LATE && isBlocked(cut, requests)) {
      wait();
    }
    if (cut == null) {
      return Passage.ON;
    }
    return switch (cut.manner()) {
      case LATE -> Passage.ON;
      case LOST -> isBlocked(cut, requests) ? Passage.LOST : Passage.ON;
      case RESET -> Passage.RESET;
    };
  }

  private static boolean isBlocked(Cut cut, boolean requests) {
    return requests ? cut.requests() : cut.answers();
  }
}

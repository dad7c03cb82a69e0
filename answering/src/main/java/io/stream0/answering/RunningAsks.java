package io.stream0.answering;

import io.stream0.protocol.id.InvalidValueException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The asks that are being answered, each by a thread of its own, so that they can be called off.
 */
final class RunningAsks {
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  /** Runs an answering in this thread; {@link #callOff} interrupts it, and nothing else of it. */
  void run(String id, Runnable answering) {
    if (threads.putIfAbsent(id, Thread.currentThread()) != null) {
      throw new InvalidValueException("id", id, "one that no other ask has");
    }
    try {
      answering.run();
    } finally {
      threads.computeIfPresent(
          id,
          (i, thread) -> {
            boolean unused = Thread.interrupted();
            return null;
          });
    }
  }

  /** Ends the ask, if it is still there. */
  void callOff(String id) {
    threads.computeIfPresent(
        id,
        (i, thread) -> {
          thread.interrupt();
          return thread;
        });
  }

  int size() {
    return threads.size();
  }
}

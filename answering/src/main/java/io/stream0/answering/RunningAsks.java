package io.stream0.answering;

import io.stream0.protocol.id.InvalidValueException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The asks that are being answered, each by a thread of its own, so that they can be called off.
 */
final class RunningAsks {
  private final Map<String, Running> asks = new ConcurrentHashMap<>();

  /** One that is known by its id from now on, be it that its thread is yet to begin. */
  final class Running {
    private final String id;
    private @Nullable Thread thread;
    private boolean calledOff;

    private Running(String id) {
      this.id = id;
    }

    /** Answers in this thread; {@link #callOff} interrupts it, and nothing else of it. */
    <A> A answer(Supplier<A> answering) {
      begin();
      try {
        return answering.get();
      } finally {
        end();
      }
    }

    private synchronized void begin() {
      thread = Thread.currentThread();
      if (calledOff) {
        thread.interrupt();
      }
    }

    private synchronized void end() {
      thread = null;
      asks.remove(id, this);
      boolean unused = Thread.interrupted();
    }

    private synchronized void callOff() {
      calledOff = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /**
   * An ask has come; {@link Running#answer} is to follow.
   *
   * @throws InvalidValueException if another that is not answered yet has its id
   */
  Running comes(String id) {
    Running running = new Running(id);
    if (asks.putIfAbsent(id, running) != null) {
      throw new InvalidValueException("id", id, "one that no other ask has");
    }
    return running;
  }

  /** Ends the ask, if it is still there. */
  void callOff(String id) {
    Running running = asks.get(id);
    if (running != null) {
      running.callOff();
    }
  }

  int size() {
    return asks.size();
  }
}

package io.stream0.directory;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who waits for what the log makes of an event that they are about to append, by the event's id.
 *
 * @param <O> what can come of an event of the log
 */
public final class Outcomes<O> {
  private final Map<String, CompletableFuture<O>> awaited = new ConcurrentHashMap<>();

  Outcomes() {}

  /**
   * The outcome of an event that the caller is about to append; to be called before it does. Give
   * it back by {@link #forget} when it is of no more use.
   */
  public CompletableFuture<O> of(String eventId) {
    return awaited.computeIfAbsent(eventId, id -> new CompletableFuture<>());
  }

  public void forget(String eventId) {
    awaited.remove(eventId);
  }

  /** The event was folded, and that came of it. */
  void complete(String eventId, O outcome) {
    CompletableFuture<O> waiting = awaited.remove(eventId);
    if (waiting != null) {
      waiting.complete(outcome);
    }
  }
}

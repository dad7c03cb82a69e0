package io.stream0.api.publish;

import io.stream0.api.problem.ProblemException;
import io.stream0.directory.Outcomes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the order of a log makes of an event, as this process's own directory sees it. */
public final class Decision {
  private Decision() {}

  /**
   * Publishes the event, and waits until it is decided here.
   *
   * @param id the event's
   * @param timeout how long to wait once it is acknowledged
   * @throws ProblemException unavailable, if what came of it is not known in time
   */
  public static <O> O of(Outcomes<O> outcomes, String id, Runnable publish, Duration timeout) {
    CompletableFuture<O> outcome = outcomes.of(id);
    try {
      publish.run();
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw ProblemException.unavailable("what came of it is not known yet; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("interrupted; the outcome is not known");
    } finally {
      outcomes.forget(id);
    }
  }
}

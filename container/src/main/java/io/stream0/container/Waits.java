package io.stream0.container;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.web.context.request.async.WebAsyncTask;

/**
 * Where calls wait that may for a minute: each on a virtual thread of its own, while the request
 * gives up its thread, whose stack is deep by then. Ten thousand of them are kept at once.
 */
public final class Waits {
  /** A wait knows its own end. One whose answer could not be dispatched has this one. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("wait-");

  public Waits() {
    threads.setVirtualThreads(true);
    // It is in the trace of its request.
    threads.setTaskDecorator(new ContextPropagatingTaskDecorator());
  }

  /**
   * An answer that is yet to come.
   *
   * @param answer must not touch the request, which may be over before it ends: whoever sent it is
   *     gone, and the container uses it for another
   */
  public <A> WebAsyncTask<A> apart(Callable<A> answer) {
    return new WebAsyncTask<>(LONGEST.toMillis(), threads, answer);
  }
}

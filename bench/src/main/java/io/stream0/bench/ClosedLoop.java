package io.stream0.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * So many connections, each with a client that sends its next request when the last one is
 * answered. A thread each that blocks: on two cores that costs less than pollers that hand over to
 * virtual threads.
 */
final class ClosedLoop {
  private final List<Thread> threads;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /** What one connection sends, and what becomes of its answers. Of one thread. */
  interface Client {
    /** The next request; null when there is none. */
    byte @Nullable [] next();

    /**
     * @param began {@link System#nanoTime()} before the request was written
     * @param ended and when its answer was here
     * @throws IOException if the scenario cannot go on with it
     */
    void answered(Answer answer, long began, long ended) throws IOException;
  }

  private ClosedLoop(int port, int connections, IntFunction<? extends Client> clients) {
    threads =
        IntStream.range(0, connections)
            .mapToObj(
                n -> {
                  Client client = clients.apply(n);
                  return Thread.ofPlatform()
                      .daemon()
                      .name("client-" + n)
                      .start(() -> run(port, client));
                })
            .toList();
  }

  /**
   * @param clients by the number of the connection
   */
  static ClosedLoop start(int port, int connections, IntFunction<? extends Client> clients) {
    return new ClosedLoop(port, connections, clients);
  }

  private void run(int port, Client client) {
    try (HttpConnection connection = new HttpConnection(port)) {
      byte[] request = client.next();
      while (request != null && failure.get() == null) {
        long began = System.nanoTime();
        Answer answer = connection.exchange(request);
        client.answered(answer, began, System.nanoTime());
        request = client.next();
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Returns when every client is done.
   *
   * @throws IOException what ended one of them, and then the others, too early
   */
  void join() throws IOException, InterruptedException {
    joinDone();
    check();
  }

  /**
   * @throws IOException if a client has failed
   */
  void check() throws IOException {
    IOException failed = failure.get();
    if (failed != null) {
      throw new IOException("a client failed", failed);
    }
  }

  /** Returns when every client is done, or failed because the server was killed. */
  void joinDone() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}

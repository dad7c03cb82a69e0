package io.stream0.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Senders on a connection each that together send so many messages a second to one agent. Each
 * waits for its answer; one that is late makes up for it.
 *
 * @param count of messages, of all senders together
 */
record Pace(AllInOne server, String agent, int count, int perSecond, int senders) {
  private static final int THREAD_LENGTH = 100;

  /** What to do with an answer. Called by the threads of the senders. */
  interface Sent {
    /**
     * @param at {@link System#nanoTime()} when the answer was here
     */
    void sent(String thread, long number, Answer answer, long at) throws IOException;
  }

  /**
   * Returns when all is sent.
   *
   * @param name what the threads begin with
   * @throws IOException if one of them failed
   */
  void send(String name, Sent sent) throws IOException, InterruptedException {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      String own = name + "-" + sender;
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("sender-" + sender)
              .start(
                  () -> {
                    try {
                      sendAll(own, sent);
                    } catch (IOException e) {
                      failure.compareAndSet(null, e);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw new IOException("a sender failed", failed);
    }
  }

  private void sendAll(String name, Sent sent) throws IOException, InterruptedException {
    long period = TimeUnit.SECONDS.toNanos(senders) / perSecond;
    Requests requests = server.requests();
    long next = System.nanoTime();
    try (HttpConnection connection = new HttpConnection(server.port())) {
      for (int i = 0; i < count / senders; i++) {
        String thread = name + "-" + i / THREAD_LENGTH;
        Answer answer = connection.exchange(requests.send(agent, thread, i));
        sent.sent(thread, i, answer, System.nanoTime());
        next += period;
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      }
    }
  }
}

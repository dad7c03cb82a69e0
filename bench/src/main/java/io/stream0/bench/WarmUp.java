package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;

/** Lets the server compile what sends and reads run through, before anything is measured. */
final class WarmUp {
  private static final int CONNECTIONS = 16;

  private WarmUp() {}

  /** Sends to the agent that is there from the start, which no scenario measures. */
  static void run(AllInOne server, Duration time) throws IOException, InterruptedException {
    Requests requests = server.requests();
    long end = System.nanoTime() + time.toNanos();
    ClosedLoop.start(
            server.port(),
            CONNECTIONS,
            n ->
                new Sender(
                    requests,
                    Requests.FIRST_AGENT,
                    "warm-up-" + n,
                    () -> System.nanoTime() - end < 0,
                    (answer, began, ended) -> {}))
        .join();
  }
}

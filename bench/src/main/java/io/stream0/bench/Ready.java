package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From the start of the process to its first 201: on an empty folder, after a stop, and after a
 * kill in the middle of a load. Each a few times, of which the slowest counts.
 */
final class Ready implements Scenario {
  private static final double LIMIT_SECONDS = 15;
  private static final int TIMES = 3;
  private static final int CONNECTIONS = 64;
  private static final int MESSAGES = 200_000;

  @Override
  public String name() {
    return "ready";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    List<Start> cold = new ArrayList<>();
    List<Start> restarted = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      String data = "server-" + i;
      cold.add(startAndStop(lab, data));
      restarted.add(startAndStop(lab, data));
    }
    int messages = lab.count(MESSAGES);
    String data = "loaded";
    try (AllInOne server = lab.start(data)) {
      server.awaitFirstSend();
      killInLoad(server, messages);
    }
    List<Start> killed = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      try (AllInOne server = lab.start(data)) {
        killed.add(start(server));
        server.kill();
      }
    }
    return List.of(
        figure("cold, on an empty folder", cold),
        figure("after a stop", restarted),
        figure(
            "after %,d messages and kill -9 in mid-load".formatted(messages), killed.subList(0, 1)),
        figure("killed again at its first 201", killed.subList(1, TIMES)));
  }

  /**
   * How long a start took.
   *
   * @param processor what it took of the processors; where other work has them, the time is longer
   */
  private record Start(Duration time, Duration processor) {
    @Override
    public String toString() {
      return "%.1f (processor: %.1f)".formatted(seconds(time), seconds(processor));
    }
  }

  private static Start startAndStop(Lab lab, String data) throws IOException, InterruptedException {
    try (AllInOne server = lab.start(data)) {
      return start(server);
    }
  }

  private static Start start(AllInOne server) throws IOException, InterruptedException {
    Duration time = server.awaitFirstSend();
    return new Start(time, server.cpuTime());
  }

  /** Kills the server at so many 201s, while it is being sent more. */
  private static void killInLoad(AllInOne server, int messages)
      throws IOException, InterruptedException {
    AtomicInteger created = new AtomicInteger();
    ClosedLoop loop =
        ClosedLoop.start(
            server.port(),
            CONNECTIONS,
            n ->
                new Sender(
                    server.requests(),
                    Requests.FIRST_AGENT,
                    "load-" + n,
                    () -> true,
                    (answer, began, ended) -> {
                      if (answer.status() == Answer.CREATED) {
                        created.incrementAndGet();
                      }
                    }));
    while (created.get() < messages) {
      loop.check();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    server.kill();
    loop.joinDone();
  }

  private static Figure figure(String name, List<Start> starts) {
    double slowest =
        starts.stream().mapToDouble(start -> seconds(start.time())).max().orElseThrow();
    return Figure.atMost(name, LIMIT_SECONDS, " s", slowest)
        .beside(String.join(", ", starts.stream().map(Start::toString).toList()));
  }

  static double seconds(Duration time) {
    return time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}

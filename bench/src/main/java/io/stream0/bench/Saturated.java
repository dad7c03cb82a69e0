package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** As many sends as 64 connections get through, the generator on the server's own processors. */
final class Saturated implements Scenario {
  private static final int CONNECTIONS = 64;
  private static final Duration WARM_UP = Duration.ofMinutes(2);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int WINDOWS = 6;
  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Override
  public String name() {
    return "saturated";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (AllInOne server = lab.serve()) {
      List<String> agents = IntStream.range(0, CONNECTIONS).mapToObj(n -> "busy-" + n).toList();
      Requests requests = server.requests();
      server.register(agents);
      Clock clock = new Clock(lab.time(WARM_UP), lab.time(WINDOW));
      List<Tally> tallies =
          IntStream.range(0, CONNECTIONS).mapToObj(n -> new Tally(clock)).toList();
      ClosedLoop loop =
          ClosedLoop.start(
              server.port(),
              CONNECTIONS,
              n ->
                  new Sender(
                      requests, agents.get(n), "busy-" + n, () -> !clock.isOver(), tallies.get(n)));
      clock.awaitMeasured();
      lab.say("warmed up: %,d messages".formatted(tallies.stream().mapToLong(t -> t.before).sum()));
      CpuUse cpu = new CpuUse(server);
      loop.join();
      return figures(clock, tallies, cpu);
    }
  }

  /** When the warm-up is over and in which window a moment is. */
  private static final class Clock {
    private final long measuredFrom;
    private final long window;

    Clock(Duration warmUp, Duration window) {
      this.measuredFrom = System.nanoTime() + warmUp.toNanos();
      this.window = window.toNanos();
    }

    void awaitMeasured() throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(measuredFrom - System.nanoTime());
    }

    boolean isOver() {
      return System.nanoTime() - measuredFrom >= WINDOWS * window;
    }

    /** Negative in the warm-up; {@link #WINDOWS} or more after the end. */
    long windowOf(long time) {
      return Math.floorDiv(time - measuredFrom, window);
    }

    double seconds() {
      return window / (double) TimeUnit.SECONDS.toNanos(1);
    }
  }

  /** What one connection was answered. */
  private static final class Tally implements Sender.Received {
    final long[] created = new long[WINDOWS];
    final Latencies latencies = new Latencies();
    volatile long before;
    long accepted;
    long others;
    private final Clock clock;

    Tally(Clock clock) {
      this.clock = clock;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void answered(Answer answer, long began, long ended) {
      long window = clock.windowOf(ended);
      if (window < 0) {
        before++;
        return;
      }
      if (window >= WINDOWS) {
        return;
      }
      switch (answer.status()) {
        case Answer.CREATED -> {
          created[(int) window]++;
          latencies.record(began, ended);
        }
        case Answer.ACCEPTED -> accepted++;
        default -> others++;
      }
    }
  }

  private static List<Figure> figures(Clock clock, List<Tally> tallies, CpuUse cpu) {
    Latencies latencies = new Latencies();
    tallies.forEach(tally -> latencies.add(tally.latencies));
    List<Double> rates = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      int w = window;
      rates.add(tallies.stream().mapToLong(tally -> tally.created[w]).sum() / clock.seconds());
    }
    double mean = latencies.count() / (clock.seconds() * WINDOWS);
    return List.of(
        Figure.atLeast("visible sends a second", 2500, "/s", mean)
            .beside(
                "windows of %.0f s: %s"
                    .formatted(
                        clock.seconds(),
                        String.join(", ", rates.stream().map("%.0f"::formatted).toList()))),
        Figure.plain("201s", latencies.summary())
            .beside(
                "202: %d, others: %d"
                    .formatted(
                        tallies.stream().mapToLong(tally -> tally.accepted).sum(),
                        tallies.stream().mapToLong(tally -> tally.others).sum())),
        Figure.plain(
                "processor time of the server for a message",
                "%.2f ms".formatted(cpu.ofServer().toNanos() / NANOS_PER_MILLI / latencies.count()))
            .beside(cpu.summary()));
  }
}

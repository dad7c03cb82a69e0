package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The stream of events: how long after its 201 a message is shown, on a quiet server and at 500
 * messages a second, and what the processors do while many watch and nothing happens.
 */
final class Events implements Scenario {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration WATCHED = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final int QUIET_PER_SECOND = 50;
  private static final int QUIET_MESSAGES = 3_000;
  private static final int PER_SECOND = 500;
  private static final int MESSAGES = 30_000;
  private static final int SENDERS = 5;
  private static final int MONITORS = 10;
  private static final int IDLE_MONITORS = 200;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (AllInOne server = lab.serve()) {
      server.register(List.of("watched"));
      WarmUp.run(server, lab.time(WARM_UP));
      Shown quiet = shown(server, lab.count(QUIET_MESSAGES), QUIET_PER_SECOND, 1, 1);
      figures.add(
          Figure.atMost("shown after the 201, p99", 100, " ms", quiet.latencies().p99())
              .beside(quiet.latencies().summary()));
      Shown busy = shown(server, lab.count(MESSAGES), PER_SECOND, SENDERS, MONITORS);
      figures.add(
          Figure.atMost("the same at 500 messages/s, p99", 100, " ms", busy.latencies().p99())
              .beside(
                  "%s; sent %.0f/s, %d monitors; %s"
                      .formatted(
                          busy.latencies().summary(), busy.perSecond(), MONITORS, busy.cpu())));
      figures.add(
          Figure.atMost("messages that a monitor was not shown", 0, "", (double) busy.missed())
              .beside("of %,d to each of %d".formatted(lab.count(MESSAGES), MONITORS)));
      figures.add(idle(lab, server));
    }
    return figures;
  }

  private record Shown(Latencies latencies, double perSecond, long missed, String cpu) {}

  private static Shown shown(AllInOne server, int count, int perSecond, int senders, int monitors)
      throws IOException, InterruptedException {
    List<Monitor> watching = new ArrayList<>();
    try {
      for (int i = 0; i < monitors; i++) {
        watching.add(new Monitor(server.port(), ""));
      }
      CpuUse cpu = new CpuUse(server);
      long began = System.nanoTime();
      Map<String, Long> created = sent(server, count, perSecond, senders);
      double seconds = (System.nanoTime() - began) / 1e9;
      String use = cpu.summary();
      Latencies latencies = new Latencies();
      long missed = 0;
      for (Monitor monitor : watching) {
        missed += collect(created, monitor, latencies);
      }
      return new Shown(latencies, count / seconds, missed, use);
    } finally {
      for (Monitor monitor : watching) {
        monitor.close();
      }
    }
  }

  /** Adds how long after its 201 each was shown; how many were not. */
  private static long collect(Map<String, Long> created, Monitor monitor, Latencies latencies)
      throws InterruptedException {
    long limit = System.nanoTime() + LATE.toNanos();
    while (monitor.shown.size() < created.size() && System.nanoTime() - limit < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long missed = 0;
    for (Map.Entry<String, Long> message : created.entrySet()) {
      Long at = monitor.shown.get(message.getKey());
      if (at == null) {
        missed++;
      } else {
        // It can be shown before the sender has read its 201.
        latencies.record(Math.min(message.getValue(), at), at);
      }
    }
    return missed;
  }

  /** When each 201 was here, by the id of its message. */
  private static Map<String, Long> sent(AllInOne server, int count, int perSecond, int senders)
      throws IOException, InterruptedException {
    Map<String, Long> created = new ConcurrentHashMap<>();
    new Pace(server, "watched", count, perSecond, senders)
        .send(
            "by",
            (thread, number, answer, at) ->
                created.put(answer.expectDurable().string("message_id"), at));
    return created;
  }

  private static Figure idle(Lab lab, AllInOne server) throws IOException, InterruptedException {
    double before = processors(lab, server);
    List<Monitor> watching = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE_MONITORS; i++) {
        watching.add(new Monitor(server.port(), i % 2 == 0 ? "" : "?agent=watched"));
      }
      double beyond = processors(lab, server) - before;
      return Figure.atMost(
              "processors while %d watch and nothing happens, beyond before"
                  .formatted(IDLE_MONITORS),
              0.05,
              "",
              Math.max(0, beyond))
          .beside("before: %.3f".formatted(before));
    } finally {
      for (Monitor monitor : watching) {
        monitor.close();
      }
    }
  }

  /** That the server takes while nobody sends anything. */
  private static double processors(Lab lab, AllInOne server) throws InterruptedException {
    Duration time = lab.time(WATCHED);
    // What was done before leaves things to do, and who watched before is still followed for.
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    CpuUse use = new CpuUse(server);
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    return (double) use.ofServer().toNanos() / time.toNanos();
  }
}

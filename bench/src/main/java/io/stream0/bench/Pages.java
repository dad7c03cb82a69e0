package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The pages in a real browser, on the same processors: how soon the front page can be used, and how
 * long after its 201 a message is on screen in the monitor.
 */
final class Pages implements Scenario {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final int LOADS = 10;
  private static final int QUIET_PER_SECOND = 20;
  private static final int QUIET_MESSAGES = 1_000;
  private static final int PER_SECOND = 500;
  private static final int MESSAGES = 15_000;
  private static final int UNCOUNTED = 45_000;

  /** Agents are many: with a few connections, a server that is slow would be sent less. */
  private static final int SENDERS = 50;

  private static final double KIB = 1024;
  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** The two clocks are one: what they may differ by beside the time that it takes to ask. */
  private static final double CLOCKS_MILLIS = 1;

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (AllInOne server = lab.serve()) {
      String url = "http://127.0.0.1:" + server.port();
      figures.addAll(loads(lab, url));
      server.register(List.of("watched"));
      WarmUp.run(server, lab.time(WARM_UP));
      try (Chromium browser = Chromium.start()) {
        browser.open(url + "/console/monitor");
        browser.await("!!document.querySelector('.pill.live')", Boolean.TRUE::equals);
        Pace quiet = new Pace(server, "watched", lab.count(QUIET_MESSAGES), QUIET_PER_SECOND, 1);
        figures.addAll(shown("quiet", "", quiet, browser));
        // What sends and shows is compiled while it does: until then that takes most of a
        // processor.
        Pace first = new Pace(server, "watched", lab.count(UNCOUNTED), PER_SECOND, SENDERS);
        Figure cold = shown("cold", ", the first of them", first, browser).getFirst();
        lab.say("%s: %s; %s".formatted(cold.name(), cold.measured(), cold.beside()));
        Pace busy = new Pace(server, "watched", lab.count(MESSAGES), PER_SECOND, SENDERS);
        figures.addAll(shown("busy", ", at 500 messages/s", busy, browser));
      }
    }
    return figures;
  }

  /** Each in a browser that has just been started, the first of them of a server that has. */
  private static List<Figure> loads(Lab lab, String url) throws IOException, InterruptedException {
    record Load(double usable, double paint, double end, double bytes) {}
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < lab.count(LOADS); i++) {
      try (Chromium browser = Chromium.start()) {
        browser.open(url + "/");
        List<?> load =
            (List<?>) browser.await("noted.load()", answer -> !((List<?>) answer).isEmpty());
        loads.add(new Load(number(load, 0), number(load, 1), number(load, 2), number(load, 3)));
      }
    }
    Load slowest = loads.stream().max(Comparator.comparingDouble(Load::usable)).orElseThrow();
    String all =
        loads.stream()
            .map(load -> "%.0f".formatted(load.usable()))
            .collect(Collectors.joining(", "));
    return List.of(
        Figure.atMost("front page, usable, the slowest", 1_000, " ms", slowest.usable())
            .beside(
                "%s; of the slowest, first paint %.0f ms, loaded %.0f ms"
                    .formatted(all, slowest.paint(), slowest.end())),
        Figure.atMost(
            "front page, transferred",
            200,
            " KiB",
            loads.stream().mapToDouble(Load::bytes).max().orElseThrow() / KIB));
  }

  private static double number(List<?> list, int index) {
    return ((Number) list.get(index)).doubleValue();
  }

  private static List<Figure> shown(String name, String when, Pace pace, Chromium browser)
      throws IOException, InterruptedException {
    double zero = wallMillis() - System.nanoTime() / NANOS_PER_MILLI;
    checkClocks(browser, zero);
    browser.ask("noted.unseen = noted.hidden = 0");
    Map<String, Double> created = new ConcurrentHashMap<>();
    CpuUse cpu = new CpuUse(pace.server());
    long began = System.nanoTime();
    pace.send(
        name,
        (thread, number, answer, at) -> {
          answer.expectDurable();
          created.put(thread + "#" + number, zero + at / NANOS_PER_MILLI);
        });
    double seconds = (System.nanoTime() - began) / 1e9;
    String use = cpu.summary();
    Map<String, Double> painted = painted(browser, created.size());
    checkClocks(browser, zero);

    Latencies latencies = new Latencies();
    long missed = 0;
    for (Map.Entry<String, Double> message : created.entrySet()) {
      Double at = painted.get(message.getKey());
      if (at == null) {
        missed++;
      } else {
        // It can be shown before the sender has read its 201.
        latencies.record(0, (long) (Math.max(0, at - message.getValue()) * NANOS_PER_MILLI));
      }
    }
    double lag = latest(painted) - latest(created);
    return List.of(
        Figure.atMost("on screen after the 201%s, p99".formatted(when), 100, " ms", latencies.p99())
            .beside(
                "%s; sent %.0f/s; %s, the browser among the others"
                    .formatted(latencies.summary(), created.size() / seconds, use)),
        Figure.atMost("lines that were not shown%s".formatted(when), 0, "", (double) missed)
            .beside(
                "of %,d, the last one %.0f ms after the last 201; with the newest out of sight: %.0f frames"
                    .formatted(created.size(), lag, browser.askNumber("noted.hidden"))));
  }

  /** When each line was on screen, by its message; waits for all of them, but not for ever. */
  private static Map<String, Double> painted(Chromium browser, int count)
      throws InterruptedException {
    long limit = System.nanoTime() + LATE.toNanos();
    while (browser.askNumber("noted.lines.length + noted.unseen") < count
        && System.nanoTime() - limit < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    Map<String, Double> painted = new ConcurrentHashMap<>();
    for (Object line : browser.askList("noted.lines.splice(0)")) {
      List<?> pair = (List<?>) line;
      painted.putIfAbsent(String.valueOf(pair.get(0)), number(pair, 1));
    }
    return painted;
  }

  private static double latest(Map<String, Double> times) {
    return times.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static double wallMillis() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) / NANOS_PER_MILLI;
  }

  /** That the browser's clock and that of the senders say the same. */
  private static void checkClocks(Chromium browser, double zero) throws IOException {
    double before = zero + System.nanoTime() / NANOS_PER_MILLI - CLOCKS_MILLIS;
    double there = browser.askNumber("noted.clock()");
    double after = zero + System.nanoTime() / NANOS_PER_MILLI + CLOCKS_MILLIS;
    if (there < before || there > after) {
      throw new IOException(
          "the browser's clock says %.1f ms (expected: %.1f to %.1f)"
              .formatted(there, before, after));
    }
  }
}

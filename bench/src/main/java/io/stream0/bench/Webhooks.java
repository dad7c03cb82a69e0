package io.stream0.bench;

import io.stream0.bench.Endpoint.Manner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Webhooks on loopback: how long after the 201 the first attempt is there on an idle server, how
 * many deliveries there are in a second, what dead neighbours do to the others, and what the
 * processors do while many retries are pending.
 */
final class Webhooks implements Scenario {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration LOADED = Duration.ofSeconds(30);
  private static final Duration HELD = Duration.ofSeconds(12);
  private static final Duration WATCHED = Duration.ofSeconds(30);
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final int FIRST_ATTEMPTS = 1_000;
  private static final int CONNECTIONS = 32;
  private static final int ENDPOINTS = 20;
  private static final int DEAD = 2;
  private static final int TO_ENDPOINTS = 1_000;
  private static final int ROUNDS = 3;
  private static final int WINDOWS = 4;
  private static final int PENDING = 100_000;

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    // What fails once is pending for as long as this lasts.
    try (AllInOne server = lab.serve("--stream0.webhooks.retry-schedule=2h,2h")) {
      WarmUp.run(server, lab.time(WARM_UP));
      figures.addAll(firstAttempts(lab, server));
      figures.add(throughput(lab, server));
      figures.addAll(deadNeighbours(lab, server));
      // What an idle server takes changes with the machine.
      try (AllInOne control = lab.start("control")) {
        control.awaitFirstSend();
        figures.addAll(pending(lab, server, control));
      }
    }
    return figures;
  }

  private static List<Figure> firstAttempts(Lab lab, AllInOne server)
      throws IOException, InterruptedException {
    try (Endpoint endpoint = new Endpoint(Manner.WELL)) {
      register(server, "told", endpoint);
      Latencies latencies = paced(server, List.of("told"), lab.count(FIRST_ATTEMPTS), endpoint);
      return List.of(
          Figure.atMost("first attempt after the 201, p99", 50, " ms", latencies.p99())
              .beside(latencies.summary()));
    }
  }

  /** One message each 20 ms, to the agents in turn; from the 201 to when it was told. */
  private static Latencies paced(
      AllInOne server, List<String> agents, int count, Endpoint... endpoints)
      throws IOException, InterruptedException {
    Map<String, Long> created = new ConcurrentHashMap<>();
    Requests requests = server.requests();
    try (HttpConnection connection = new HttpConnection(server.port())) {
      for (int i = 0; i < count; i++) {
        String agent = agents.get(i % agents.size());
        Answer answer = connection.exchange(requests.send(agent, "to-" + agent, i));
        created.put(answer.expectDurable().string("message_id"), System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
      }
    }
    Latencies latencies = new Latencies();
    long limit = System.nanoTime() + LATE.toNanos();
    for (Endpoint endpoint : endpoints) {
      collect(created, endpoint, latencies);
    }
    // The last may be on their way; what was sent to the dead never comes.
    while (latencies.count() < (long) count * endpoints.length / agents.size()
        && System.nanoTime() - limit < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
      for (Endpoint endpoint : endpoints) {
        collect(created, endpoint, latencies);
      }
    }
    return latencies;
  }

  private static void collect(Map<String, Long> created, Endpoint endpoint, Latencies latencies) {
    endpoint.told.forEach(
        (message, at) -> {
          Long began = created.remove(message);
          if (began != null) {
            // It can be told before the sender has read its 201.
            latencies.record(Math.min(began, at), at);
          }
        });
  }

  /**
   * What is left when the senders have gone is told by a server that has nothing else to do: an
   * endpoint keeps its first answers for as long as they send, less than an attempt's time-out.
   */
  private static Figure throughput(Lab lab, AllInOne server)
      throws IOException, InterruptedException {
    // First, so that what delivers is compiled when it is alone.
    String whileSending = whileSending(lab, server);
    try (Endpoint endpoint = new Endpoint(Manner.WELL_LATER)) {
      register(server, "flooded", endpoint);
      int sent = flood(server, "flooded", lab.time(HELD));
      int before = endpoint.told.size();
      long began = System.nanoTime();
      long limit = began + LATE.toNanos();
      endpoint.open();
      while (endpoint.told.size() < sent && System.nanoTime() - limit < 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      return Figure.atLeast(
              "deliveries to one fast endpoint",
              1_000,
              "/s",
              (endpoint.told.size() - before) / seconds)
          .beside(
              "%,d of %,d in %.1f s; %s"
                  .formatted(endpoint.told.size(), sent, seconds, whileSending));
    }
  }

  private static String whileSending(Lab lab, AllInOne server)
      throws IOException, InterruptedException {
    try (Endpoint endpoint = new Endpoint(Manner.WELL)) {
      register(server, "streaming", endpoint);
      Duration time = lab.time(LOADED);
      int sent = flood(server, "streaming", time);
      double seconds = time.toNanos() / 1e9;
      int told = endpoint.told.size();
      // Else what is left would fail, and be told of failures, while the others are counted.
      long limit = System.nanoTime() + LATE.toNanos();
      while (endpoint.told.size() < sent && System.nanoTime() - limit < 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return "while %d clients send %,.0f/s: %,.0f/s"
          .formatted(CONNECTIONS, sent / seconds, told / seconds);
    }
  }

  /** As many as go from closed loops; returns how many there were. */
  private static int flood(AllInOne server, String agent, Duration time)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    AtomicInteger sent = new AtomicInteger();
    ClosedLoop.start(
            server.port(),
            CONNECTIONS,
            n ->
                new Sender(
                    server.requests(),
                    agent,
                    "flood-" + n,
                    () -> System.nanoTime() - end < 0,
                    (answer, from, to) -> {
                      answer.expectDurable();
                      sent.incrementAndGet();
                    }))
        .join();
    return sent.get();
  }

  private static List<Figure> deadNeighbours(Lab lab, AllInOne server)
      throws IOException, InterruptedException {
    // What is told of before is still recorded while the first of these are sent.
    neighbours(lab, server, "settling", 0);
    List<Double> alone = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      alone.add(neighbours(lab, server, "alone-" + round, 0).p99());
      beside.add(neighbours(lab, server, "beside-" + round, DEAD).p99());
    }
    return List.of(
        Figure.atMost(
                "p99 of the others with a tenth of the endpoints dead",
                1.2 * median(alone),
                " ms",
                median(beside))
            .beside(
                "medians of rounds of %,d in turns: all well %s, two dead %s ms"
                    .formatted(lab.count(TO_ENDPOINTS), told(alone), told(beside))));
  }

  private static double median(List<Double> odd) {
    return odd.stream().sorted().skip(odd.size() / 2).findFirst().orElseThrow();
  }

  private static String told(List<Double> values) {
    return values.stream().map("%.2f"::formatted).collect(Collectors.joining(", "));
  }

  private static Latencies neighbours(Lab lab, AllInOne server, String prefix, int dead)
      throws IOException, InterruptedException {
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> agents = new ArrayList<>();
    try {
      for (int n = 0; n < ENDPOINTS; n++) {
        endpoints.add(new Endpoint(n < dead ? Manner.NEVER_ANSWERS : Manner.WELL));
        agents.add(prefix + "-" + n);
        register(server, agents.get(n), endpoints.get(n));
      }
      return paced(
          server,
          agents,
          lab.count(TO_ENDPOINTS),
          endpoints.subList(dead, ENDPOINTS).toArray(Endpoint[]::new));
    } finally {
      endpoints.forEach(Endpoint::close);
    }
  }

  private static List<Figure> pending(Lab lab, AllInOne server, AllInOne control)
      throws IOException, InterruptedException {
    Idle before = Idle.of(lab, server, control);
    int wanted = lab.count(PENDING);
    try (Endpoint endpoint = new Endpoint(Manner.FAILS)) {
      register(server, "failing", endpoint);
      ClosedLoop.start(
              server.port(),
              CONNECTIONS,
              n -> {
                int[] left = {wanted / CONNECTIONS};
                return new Sender(
                    server.requests(),
                    "failing",
                    "pending-" + n,
                    () -> left[0]-- > 0,
                    (answer, from, to) -> answer.expectDurable());
              })
          .join();
      long limit = System.nanoTime() + LATE.multipliedBy(5).toNanos();
      int sent = wanted / CONNECTIONS * CONNECTIONS;
      while (endpoint.told.size() < sent && System.nanoTime() < limit) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      Idle after = Idle.of(lab, server, control);
      return List.of(
          Figure.atMost(
                  "processors while %,d retries are pending, beyond an idle server's"
                      .formatted(sent),
                  0.02,
                  "",
                  Math.max(0, after.server() - after.control()))
              .beside(
                  "%.3f, before %.3f; an idle server beside it %.3f; tried once: %,d"
                      .formatted(
                          after.server(), before.server(), after.control(), endpoint.told.size())));
    }
  }

  /**
   * Processors that two servers take while nobody asks anything: the least of some windows, since
   * what the load left to do, such as compactions, ends and is not what is watched.
   *
   * @param control of one that has nothing to do before and after
   */
  private record Idle(double server, double control) {
    static Idle of(Lab lab, AllInOne server, AllInOne control) throws InterruptedException {
      Duration time = lab.time(WATCHED);
      Idle least = new Idle(Double.MAX_VALUE, Double.MAX_VALUE);
      for (int window = 0; window < WINDOWS; window++) {
        CpuUse ofServer = new CpuUse(server);
        CpuUse ofControl = new CpuUse(control);
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        least =
            new Idle(
                Math.min(least.server, (double) ofServer.ofServer().toNanos() / time.toNanos()),
                Math.min(least.control, (double) ofControl.ofServer().toNanos() / time.toNanos()));
      }
      return least;
    }
  }

  private static void register(AllInOne server, String agent, Endpoint endpoint)
      throws IOException {
    try (HttpConnection connection = new HttpConnection(server.port())) {
      connection.exchange(server.requests().register(agent, endpoint.url())).expect(Answer.CREATED);
    }
  }
}

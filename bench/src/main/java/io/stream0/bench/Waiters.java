package io.stream0.bench;

import io.stream0.cluster.JavaProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ten thousand agents that wait, each in a long-poll on a connection of its own, at one api and one
 * processor: what they take of the heap of either, live after a full collection, against what was
 * live before they came; and over how many connections the one asks the other. Before that, what
 * the read index costs a read of one client.
 */
final class Waiters implements Scenario {
  private static final int AGENTS = 10_000;
  private static final int READS = 10_000;

  /** So many come at once: a process of one core that has just started has them all to greet. */
  private static final int AT_ONCE = 500;

  private static final long KIBI = 1024;

  private static final String BUCKET = "stream0_read_index_seconds_bucket";

  /** A median of at most that is half of all in here. */
  private static final String WITHIN_ONE_MS = "le=\"0.001\"";

  /** Each asks again when it has waited its time, and some of them are always about to. */
  private static final double NEARLY_ALL = 0.99;

  private static final Duration MOST_TO_COME = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "waiters";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (Apart apart = Apart.start(lab.root(), lab.folder("waiters"), 1, 1, 1)) {
      int count = lab.count(AGENTS);
      List<String> agents = apart.register(count);
      List<Figure> figures = new ArrayList<>();
      figures.add(readIndex(lab, apart, agents.getFirst()));
      figures.addAll(waiting(lab, apart, agents));
      return figures;
    }
  }

  private static Figure readIndex(Lab lab, Apart apart, String agent) throws IOException {
    byte[] read = apart.requests().unread(agent);
    Latencies reads = new Latencies();
    Exposition before;
    try (HttpConnection connection = new HttpConnection(apart.port())) {
      for (int n = 0; n < lab.count(READS); n++) {
        connection.exchange(read).expectOk();
      }
      before = Exposition.of(apart.processors().getFirst());
      for (int n = 0; n < lab.count(READS); n++) {
        long began = System.nanoTime();
        connection.exchange(read).expectOk();
        reads.record(began, System.nanoTime());
      }
    }
    Exposition after = Exposition.of(apart.processors().getFirst());
    double rounds =
        after.sum("stream0_read_index_seconds_count")
            - before.sum("stream0_read_index_seconds_count");
    double seconds =
        after.sum("stream0_read_index_seconds_sum") - before.sum("stream0_read_index_seconds_sum");
    double quick = after.sum(BUCKET, WITHIN_ONE_MS) - before.sum(BUCKET, WITHIN_ONE_MS);
    return Figure.atLeast(
            "reads whose read index takes at most 1 ms", 50, " %", quick / rounds * 100)
        .beside(
            "%,.0f asked, mean %.2f ms; whole reads of one client: %s"
                .formatted(
                    rounds, seconds / rounds * TimeUnit.SECONDS.toMillis(1), reads.summary()));
  }

  private static List<Figure> waiting(Lab lab, Apart apart, List<String> agents)
      throws IOException, InterruptedException {
    JavaProcess api = apart.api().process();
    JavaProcess processor = apart.processors().getFirst().process();
    long apiBefore = LiveProcess.liveHeap(api);
    long processorBefore = LiveProcess.liveHeap(processor);
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    AtomicBoolean leave = new AtomicBoolean();
    CountDownLatch gone = new CountDownLatch(agents.size());
    long began = System.nanoTime();
    for (int come = 0; come < agents.size(); come += AT_ONCE) {
      int count = Math.min(come + AT_ONCE, agents.size());
      for (String agent : agents.subList(come, count)) {
        byte[] await = apart.requests().awaitUnread(agent);
        Thread.ofVirtual()
            .start(
                () -> {
                  try (HttpConnection connection = new HttpConnection(apart.port())) {
                    while (!leave.get()) {
                      connection.exchange(await).expectOk();
                    }
                  } catch (IOException e) {
                    failure.compareAndSet(null, e);
                  } finally {
                    gone.countDown();
                  }
                });
      }
      while (waiting(apart) < NEARLY_ALL * count) {
        requireAll(failure);
        if (System.nanoTime() - began > MOST_TO_COME.toNanos()) {
          throw new IOException("%,.0f wait after %s".formatted(waiting(apart), MOST_TO_COME));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    lab.say("they wait after %.1f s".formatted((System.nanoTime() - began) / 1e9));
    int connections =
        LiveProcess.connectionsTo(processor, Apart.portOf(apart.processors().getFirst()));
    long apiDuring = LiveProcess.liveHeap(api);
    long processorDuring = LiveProcess.liveHeap(processor);
    double waiting = waiting(apart);
    leave.set(true);
    gone.await();
    requireAll(failure);
    if (waiting < NEARLY_ALL * agents.size()) {
      throw new IOException("%,.0f waited".formatted(waiting));
    }
    return List.of(
        heap("api", agents.size(), apiBefore, apiDuring),
        heap("processor", agents.size(), processorBefore, processorDuring),
        Figure.atMost(
            "%,d waiting, connections from api to processor".formatted(agents.size()),
            8,
            "",
            connections));
  }

  private static void requireAll(AtomicReference<@Nullable IOException> failure)
      throws IOException {
    IOException first = failure.get();
    if (first != null) {
      throw new IOException("not all of those who waited got an answer", first);
    }
  }

  private static double waiting(Apart apart) throws IOException {
    return Exposition.of(apart.processors().getFirst()).sum("stream0_waiting");
  }

  private static Figure heap(String service, int agents, long before, long during) {
    return Figure.atMost(
            "%,d waiting, heap of the %s each".formatted(agents, service),
            64,
            " KiB",
            (double) (during - before) / agents / KIBI)
        .beside("live: %,d, then %,d KiB".formatted(before / KIBI, during / KIBI));
  }
}

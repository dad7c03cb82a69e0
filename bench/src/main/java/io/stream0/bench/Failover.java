package io.stream0.bench;

import io.stream0.cluster.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long an inbox cannot be read when a processor of two ends: agents that read theirs all the
 * time, each on a connection of its own, and again when that failed. Counted is the longest time of
 * each agent from one good answer to the next.
 */
final class Failover implements Scenario {
  private static final int BROKERS = 3;
  private static final int EACH = 2;
  private static final int AGENTS = 48;
  private static final int ENDS = 4;

  /** Of those agents whose partition moves, about a half, the 99th percentile at least. */
  private static final double OF_ALL = 99.5;

  /** How a processor ends. */
  private interface Ending {
    void of(Service processor);
  }

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (Apart apart = Apart.start(lab.root(), lab.folder("failover"), BROKERS, EACH, 1)) {
      List<String> agents = apart.register(AGENTS);
      Latencies killed =
          measure(lab, apart, agents, "killed", processor -> processor.process().kill());
      Latencies stopped =
          measure(lab, apart, agents, "stopped", processor -> processor.process().stop());
      return List.of(
          figure("a killed processor: its inboxes are read again", 12, killed),
          figure("a processor that is stopped and started", 2, stopped));
    }
  }

  private static Figure figure(String name, double seconds, Latencies gaps) {
    return Figure.atMost(
            name + ", p99",
            seconds,
            " s",
            gaps.percentileMillis(OF_ALL) / TimeUnit.SECONDS.toMillis(1))
        .beside("of all inboxes, half of them moved: " + gaps.summary());
  }

  private static Latencies measure(
      Lab lab, Apart apart, List<String> agents, String how, Ending ending)
      throws IOException, InterruptedException {
    Latencies gaps = new Latencies();
    for (int end = 0; end < lab.count(ENDS); end++) {
      Service processor = apart.processors().get(end % EACH);
      List<Reader> readers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (String agent : agents) {
        Reader reader = new Reader(apart.port(), apart.requests().unread(agent));
        readers.add(reader);
        threads.add(Thread.ofPlatform().daemon().name(agent).start(reader));
      }
      for (Reader reader : readers) {
        reader.awaitReads(2);
      }
      ending.of(processor);
      readers.forEach(Reader::started);
      processor.process().start();
      apart.awaitWhole(processor);
      apart.awaitBalanced();
      for (Reader reader : readers) {
        // Once more after all is whole again: the gap, however long, has an end.
        reader.awaitReads(2);
        reader.end();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Latencies gone = new Latencies();
      Latencies back = new Latencies();
      for (Reader reader : readers) {
        gone.record(0, reader.gapBefore);
        back.record(0, reader.gap);
        gaps.record(0, Math.max(reader.gapBefore, reader.gap));
      }
      lab.say(
          "%s %s: %s, started: %s"
              .formatted(processor.process(), how, gone.summary(), back.summary()));
    }
    return gaps;
  }

  /** An agent that reads its inbox over and over. */
  private static final class Reader implements Runnable {
    private static final long PAUSE_MILLIS = 100;

    private final int port;
    private final byte[] read;
    private long reads;
    private boolean ended;

    /** The longest in nanoseconds that began before the start; read when its thread has ended. */
    long gapBefore;

    /** The same since the start. */
    long gap;

    private volatile boolean started;

    Reader(int port, byte[] read) {
      this.port = port;
      this.read = read;
    }

    @Override
    public void run() {
      long last = System.nanoTime();
      boolean sinceStart = false;
      try (HttpConnection connection = new HttpConnection(port)) {
        while (!hasEnded()) {
          if (isRead(connection)) {
            long now = System.nanoTime();
            if (sinceStart) {
              gap = Math.max(gap, now - last);
            } else {
              gapBefore = Math.max(gapBefore, now - last);
            }
            last = now;
            sinceStart = started;
            count();
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      } catch (IOException e) {
        throw new IllegalStateException("closing failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean isRead(HttpConnection connection) {
      try {
        return connection.exchange(read).status() == Answer.OK;
      } catch (IOException e) {
        // Asked again, on a new connection: the gap grows.
        return false;
      }
    }

    void started() {
      started = true;
    }

    private synchronized void count() {
      reads++;
      notifyAll();
    }

    private synchronized boolean hasEnded() {
      return ended;
    }

    synchronized void end() {
      ended = true;
    }

    /** Waits for so many good answers from now on. */
    synchronized void awaitReads(int more) throws InterruptedException {
      long enough = reads + more;
      while (reads < enough) {
        wait();
      }
    }
  }
}

package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many agents that wait, each in a long-poll on a connection of its own, and a few senders that
 * write to whoever has waited longest. Measured from before the send is written to when the
 * receiver has the whole answer of its long-poll. The receiver acks and waits again.
 */
final class Delivery implements Scenario {
  private static final int AGENTS = 300;
  private static final int SENDERS = 4;
  private static final int PER_SECOND = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration WAITING_WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "delivery";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (AllInOne server = lab.serve()) {
      Requests requests = server.requests();
      List<String> names = IntStream.range(0, AGENTS).mapToObj(n -> "waiting-" + n).toList();
      server.register(names);
      WarmUp.run(server, lab.time(WARM_UP));
      Room room = new Room(server, requests);
      names.forEach(room::admit);
      room.send(lab.time(WAITING_WARM_UP), new Latencies());
      CpuUse cpu = new CpuUse(server);
      Latencies delivered = new Latencies();
      room.send(lab.time(MEASURED), delivered);
      return List.of(
          Figure.atMost("send to delivery, p50", 10, " ms", delivered.p50()),
          Figure.atMost("send to delivery, p99", 50, " ms", delivered.p99()),
          Figure.plain("deliveries", delivered.summary())
              .beside(
                  "%d agents waiting, %d senders, together at most %d messages/s; %s"
                      .formatted(AGENTS, SENDERS, PER_SECOND, cpu.summary())));
    }
  }

  /** Who waits, in the order in which they began to. */
  private static final class Room {
    private static final Duration LATE = Duration.ofSeconds(10);

    private final AllInOne server;
    private final Requests requests;
    private final BlockingQueue<WaitingAgent> waiting = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Room(AllInOne server, Requests requests) {
      this.server = server;
      this.requests = requests;
    }

    void admit(String agent) {
      Thread.ofPlatform().daemon().name(agent).start(new WaitingAgent(agent, this));
    }

    void fail(IOException e) {
      failure.compareAndSet(null, e);
    }

    /** Sends for so long, and gathers the deliveries of what was sent. */
    void send(Duration time, Latencies delivered) throws IOException, InterruptedException {
      long end = System.nanoTime() + time.toNanos();
      List<Thread> senders = new ArrayList<>();
      for (int n = 0; n < SENDERS; n++) {
        Thread sender = Thread.ofPlatform().daemon().unstarted(() -> sendUntil(end, delivered));
        sender.setName("sender-" + n);
        senders.add(sender);
        sender.start();
        // So that they do not send at the same moments.
        TimeUnit.MILLISECONDS.sleep(TimeUnit.SECONDS.toMillis(1) / PER_SECOND);
      }
      for (Thread sender : senders) {
        sender.join();
      }
      IOException failed = failure.get();
      if (failed != null) {
        throw new IOException("an agent failed", failed);
      }
    }

    private void sendUntil(long end, Latencies delivered) {
      long period = TimeUnit.SECONDS.toNanos(SENDERS) / PER_SECOND;
      long next = System.nanoTime();
      try (HttpConnection connection = new HttpConnection(server.port())) {
        for (long number = 0; System.nanoTime() - end < 0 && failure.get() == null; number++) {
          long began = deliver(connection, number, delivered);
          next = Math.max(next + period, began);
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
      } catch (IOException e) {
        fail(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Returns, when the message has arrived, the time at which the send began. */
    private long deliver(HttpConnection connection, long number, Latencies delivered)
        throws IOException, InterruptedException {
      WaitingAgent agent = waiting.poll(LATE.toMillis(), TimeUnit.MILLISECONDS);
      if (agent == null) {
        throw new IOException("nobody waits");
      }
      byte[] send = requests.send(agent.name, "to-" + agent.name, number);
      long began = System.nanoTime();
      connection.exchange(send).expectDurable();
      Long ended = agent.arrivals.poll(LATE.toMillis(), TimeUnit.MILLISECONDS);
      if (ended == null) {
        throw new IOException("nothing arrived at " + agent.name);
      }
      synchronized (delivered) {
        delivered.record(began, ended);
      }
      return began;
    }
  }

  private static final class WaitingAgent implements Runnable {
    final String name;

    /** When a message was here; the one sender that holds this agent takes it. */
    final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    private final Room room;

    WaitingAgent(String name, Room room) {
      this.name = name;
      this.room = room;
    }

    @Override
    public void run() {
      byte[] await = room.requests.awaitUnread(name);
      try (HttpConnection connection = new HttpConnection(room.server.port())) {
        while (room.failure.get() == null) {
          room.waiting.add(this);
          Answer answer = connection.exchange(await).expectOk();
          long here = System.nanoTime();
          while (answer.messages() == 0) {
            answer = connection.exchange(await).expectOk();
            here = System.nanoTime();
          }
          if (answer.messages() > 1) {
            throw new IOException("one message was sent: " + answer.text());
          }
          arrivals.add(here);
          connection.exchange(room.requests.ack(answer.string("id"))).expectOk();
        }
      } catch (IOException e) {
        room.fail(e);
      }
    }
  }
}

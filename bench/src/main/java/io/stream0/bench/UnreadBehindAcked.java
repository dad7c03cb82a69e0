package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is unread of two inboxes by turns: one of many messages, acked in random order but for
 * a few at random places, and one that has only ever had so few.
 */
final class UnreadBehindAcked implements Scenario {
  private static final int CONNECTIONS = 64;
  private static final int ACKED = 100_000;
  private static final int UNREAD = 10;
  private static final int SEED = 7;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final int READS_BEFORE = 5_000;
  private static final int READS = 10_000;
  private static final String LONG = "long-inbox";
  private static final String SHORT = "short-inbox";

  @Override
  public String name() {
    return "unread-behind-acked";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (AllInOne server = lab.serve();
        HttpConnection connection = new HttpConnection(server.port())) {
      Requests requests = server.requests();
      server.register(List.of(LONG, SHORT));
      WarmUp.run(server, lab.time(WARM_UP));
      int acked = lab.count(ACKED);
      List<String> ids = fill(server, LONG, acked + UNREAD);
      lab.say("sent %,d".formatted(ids.size()));
      Collections.shuffle(ids, new Random(SEED));
      ackAll(server, ids.subList(0, acked));
      lab.say("acked %,d".formatted(acked));
      fill(server, SHORT, UNREAD);
      read(lab.count(READS_BEFORE), connection, requests, new Latencies(), new Latencies());
      Latencies behind = new Latencies();
      Latencies alone = new Latencies();
      read(lab.count(READS), connection, requests, behind, alone);
      return figures(acked, behind, alone);
    }
  }

  private static List<String> fill(AllInOne server, String agent, int messages)
      throws IOException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(messages);
    ClosedLoop.start(
            server.port(),
            CONNECTIONS,
            n ->
                new Sender(
                    server.requests(),
                    agent,
                    "load-" + n,
                    () -> left.getAndDecrement() > 0,
                    (answer, began, ended) -> ids.add(answer.expectDurable().string("message_id"))))
        .join();
    return new ArrayList<>(ids);
  }

  private static void ackAll(AllInOne server, List<String> ids)
      throws IOException, InterruptedException {
    Queue<String> left = new ConcurrentLinkedQueue<>(ids);
    Requests requests = server.requests();
    ClosedLoop.start(
            server.port(),
            CONNECTIONS,
            n ->
                new ClosedLoop.Client() {
                  @Override
                  public byte @Nullable [] next() {
                    String id = left.poll();
                    return id == null ? null : requests.ack(id);
                  }

                  @Override
                  public void answered(Answer answer, long began, long ended) throws IOException {
                    answer.expectOk();
                  }
                })
        .join();
  }

  private static void read(
      int times, HttpConnection connection, Requests requests, Latencies behind, Latencies alone)
      throws IOException {
    byte[] ofLong = requests.unread(LONG);
    byte[] ofShort = requests.unread(SHORT);
    for (int i = 0; i < times; i++) {
      read(connection, ofLong, behind);
      read(connection, ofShort, alone);
    }
  }

  private static void read(HttpConnection connection, byte[] request, Latencies latencies)
      throws IOException {
    long began = System.nanoTime();
    Answer answer = connection.exchange(request);
    latencies.record(began, System.nanoTime());
    if (answer.expectOk().messages() != UNREAD) {
      throw new IOException("%d messages (expected: %d)".formatted(answer.messages(), UNREAD));
    }
  }

  private static List<Figure> figures(int acked, Latencies behind, Latencies alone) {
    return List.of(
        Figure.atMost("unread read, behind acked to none, p50", 1.2, "", behind.p50() / alone.p50())
            .beside("p99: %.2f".formatted(behind.p99() / alone.p99())),
        Figure.plain(
            "%d unread behind %,d acked at random".formatted(UNREAD, acked), behind.summary()),
        Figure.plain("%d unread behind none".formatted(UNREAD), alone.summary()));
  }
}

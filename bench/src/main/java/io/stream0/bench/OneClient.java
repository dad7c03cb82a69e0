package io.stream0.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One client that sends one message after the other, and beside it one producer that does the same
 * with the same records on the same broker: what is above the broker's own acknowledgement is ours.
 * They take turns, so that whatever else the machine does befalls both.
 */
final class OneClient implements Scenario {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final int TURNS_BEFORE = 20;
  private static final int TURNS = 100;
  private static final int TURN = 100;
  private static final String AGENT = "one-client";

  @Override
  public String name() {
    return "one-client";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (AllInOne server = lab.serve();
        HttpConnection connection = new HttpConnection(server.port())) {
      Requests requests = server.requests();
      server.register(List.of(AGENT));
      WarmUp.run(server, lab.time(WARM_UP));
      try (BrokerAck broker = BrokerAck.open(server.brokerPort())) {
        turns(lab.count(TURNS_BEFORE), connection, requests, broker, new Result());
        Result result = new Result();
        turns(lab.count(TURNS), connection, requests, broker, result);
        return result.figures();
      }
    }
  }

  private static final class Result {
    final Latencies created = new Latencies();
    final Latencies brokerAcks = new Latencies();
    int others;

    List<Figure> figures() {
      return List.of(
          Figure.atMost("201, p50", 6, " ms", created.p50())
              .beside("broker's own ack: %.2f ms".formatted(brokerAcks.p50())),
          Figure.atMost("201, p99", 30, " ms", created.p99())
              .beside("broker's own ack: %.2f ms".formatted(brokerAcks.p99())),
          Figure.plain("201s", created.summary()).beside("other answers: " + others));
    }
  }

  private static void turns(
      int turns, HttpConnection connection, Requests requests, BrokerAck broker, Result result)
      throws IOException, InterruptedException {
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < TURN; i++) {
        byte[] send = requests.send(AGENT, "turn-" + turn, i);
        long began = System.nanoTime();
        Answer answer = connection.exchange(send);
        long ended = System.nanoTime();
        if (answer.status() == Answer.CREATED) {
          result.created.record(began, ended);
        } else {
          result.others++;
        }
      }
      for (int i = 0; i < TURN; i++) {
        long began = System.nanoTime();
        broker.produce();
        result.brokerAcks.record(began, System.nanoTime());
      }
    }
  }
}

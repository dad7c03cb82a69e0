package io.stream0.bench;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client that sends on and on, to one agent, in threads of a hundred messages. */
final class Sender implements ClosedLoop.Client {
  private static final int THREAD_LENGTH = 100;

  private final Requests requests;
  private final String agent;
  private final String name;
  private final BooleanSupplier more;
  private final Received received;
  private long number;

  /** What to do with the answers. */
  interface Received {
    /** See {@link ClosedLoop.Client#answered}. */
    void answered(Answer answer, long began, long ended) throws IOException;
  }

  /**
   * @param name what its threads begin with
   * @param more asked before each message
   */
  Sender(Requests requests, String agent, String name, BooleanSupplier more, Received received) {
    this.requests = requests;
    this.agent = agent;
    this.name = name;
    this.more = more;
    this.received = received;
  }

  @Override
  public byte @Nullable [] next() {
    if (!more.getAsBoolean()) {
      return null;
    }
    long n = number++;
    return requests.send(agent, name + "-" + n / THREAD_LENGTH, n);
  }

  @Override
  public void answered(Answer answer, long began, long ended) throws IOException {
    received.answered(answer, began, ended);
  }
}

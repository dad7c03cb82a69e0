package io.stream0.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** Sends one message after another by both api, each until it is accepted, and reads it. */
final class Load {
  private final String name;
  private final int agents;
  private final IntFunction<Agent> api;
  private final List<String> accepted = new ArrayList<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Void> running;
  private volatile int sent;

  /**
   * Registers the agents, and begins to send.
   *
   * @param name begins their ids
   * @param api calls one of both
   */
  Load(String name, int agents, IntFunction<Agent> api) {
    this.name = name;
    this.agents = agents;
    this.api = api;
    for (int agent = 0; agent < agents; agent++) {
      api.apply(0).register(name + agent);
    }
    running = CompletableFuture.runAsync(this::run);
  }

  private void run() {
    for (int n = 0; !ended.get(); n++) {
      String content = name + " " + n;
      String agent = name + n % agents;
      while (api.apply(n % 2).send(agent, agent, "load", content)
          != HttpURLConnection.HTTP_CREATED) {
        Thread.onSpinWait();
      }
      accepted.add(content);
      sent = n + 1;
    }
  }

  void awaitSent(int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> sent >= count || running.isCompletedExceptionally());
    assertThat(running).isNotCompletedExceptionally();
  }

  void end() throws Exception {
    ended.set(true);
    running.get(2, TimeUnit.MINUTES);
  }

  /** Every message is there, once. */
  void check() {
    List<String> read = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      read.addAll(api.apply(1).thread(name + agent));
      assertThat(
              Agent.contents(
                  api.apply(0).get("/agents/" + name + agent + "/inbox?status=unread&limit=1000")))
          .containsExactlyElementsOf(api.apply(1).thread(name + agent));
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(accepted);
  }
}

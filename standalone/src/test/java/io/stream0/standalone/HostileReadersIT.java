package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.standalone.EventReader.Event;
import io.stream0.tail.Watching;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tenants that watch as nobody should, all at once, beside one that watches as one should. */
@ExtendWith(RealBroker.class)
@Timeout(180)
class HostileReadersIT {
  private static final int STREAMS_A_TENANT = 4;
  private static final int MESSAGES = 100;

  /** Of each kind; what is hostile goes on until all of it was done. */
  private static final int ATTACKS = 20;

  /** More than sockets and the server hold of them. */
  private static final int MOST_LARGE = 500;

  private static final String LARGE = '"' + "x".repeat(200_000) + '"';

  @TempDir Path state;

  /** Until the one who behaves was told of all. */
  private final AtomicBoolean watched = new AtomicBoolean();

  @Test
  void whoWatchesAsOneShouldLosesNothingToFourTenantsWhoDoNot() throws Exception {
    try (Server server =
            Server.start(
                Server.freshPrefix(),
                state,
                "--stream0.events.recent=30",
                "--stream0.events.heartbeat=1s",
                "--stream0.events.max-streams-per-tenant=" + STREAMS_A_TENANT);
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      Client client = server.freshTenant();
      List.of("a", "b").forEach(client::register);
      List<Client> tenants = Stream.generate(server::freshTenant).limit(4).toList();
      List<CompletableFuture<Void>> hostile = new ArrayList<>();
      String begin;
      try (EventReader reader = EventReader.open(client, "")) {
        begin = reader.lastId();
        hostile.add(run(all, () -> readNothing(server, tenants.get(0))));
        hostile.add(run(all, () -> openMoreThanAllowed(server, tenants.get(1))));
        hostile.add(run(all, () -> resumeFromNonsense(server, tenants.get(2))));
        hostile.add(run(all, () -> connectAgainAndAgain(server, tenants.get(3))));
        CompletableFuture<List<String>> sent =
            CompletableFuture.supplyAsync(() -> send(client), all);
        List<String> told =
            reader.next(MESSAGES).stream().map(event -> event.text("id")).sorted().toList();
        assertThat(told).isEqualTo(sent.get(60, TimeUnit.SECONDS).stream().sorted().toList());
        assertThat(reader.within(0)).isNull();
        // From further back than the tail goes, and hence in turns with those who do not behave.
        try (EventReader again = EventReader.resume(client, "", begin)) {
          assertThat(again.next(MESSAGES).stream().map(event -> event.text("id")).sorted().toList())
              .isEqualTo(told);
          assertThat(again.within(0)).isNull();
        }
      } finally {
        watched.set(true);
      }
      for (CompletableFuture<Void> attack : hostile) {
        attack.get(120, TimeUnit.SECONDS);
      }
      // None of them has left anything open, and each may have as many streams as before.
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> server.bean(Watching.class).open() == 0);
      for (Client tenant : tenants) {
        closeAll(openAll(server, tenant));
      }
      try (EventReader after = EventReader.open(client, "")) {
        String last = client.send("a", "t", "b", "message", "1").text("message_id");
        assertThat(after.next().text("id")).isEqualTo(last);
      }
    }
  }

  private interface Attack {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> run(ExecutorService all, Attack attack) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    all.execute(
        () -> {
          try {
            attack.run();
            done.complete(null);
          } catch (Exception | AssertionError e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private static List<String> send(Client client) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      Answer answer = client.send(i % 2 == 0 ? "a" : "b", "t" + i % 5, "me", "message", "" + i);
      ids.add(answer.text("message_id"));
    }
    return ids;
  }

  private boolean goesOn(int done) {
    return done < ATTACKS || !watched.get();
  }

  /** As many streams as it may have, of large messages that none of them reads: all are cut off. */
  private void readNothing(Server server, Client client) throws IOException {
    client.register("a");
    Watching watching = server.bean(Watching.class);
    List<Wire> wires = openAll(server, client);
    try {
      for (int sent = 0; goesOn(sent) || watching.tooSlow() < STREAMS_A_TENANT; sent++) {
        assertThat(client.send("a", "t", "me", "message", LARGE).status()).isIn(201, 202);
        if (watching.tooSlow() < STREAMS_A_TENANT) {
          assertThat(sent).as("large messages to those who read nothing").isLessThan(MOST_LARGE);
        }
      }
    } finally {
      closeAll(wires);
    }
  }

  /**
   * Many connections of one tenant, all kept: those beyond the bound are told so. Of an answer the
   * head is read: that of one who is let in has no end.
   */
  private void openMoreThanAllowed(Server server, Client client) throws IOException {
    List<Wire> wires = openAll(server, client);
    try {
      for (int opened = 0; goesOn(opened); opened++) {
        Wire wire = watch(server, client, RawRequest.get("/events"));
        wires.add(wire);
        assertThat(wire.head()).startsWith("HTTP/1.1 429");
        if (opened >= ATTACKS) {
          // The sockets of both ends are this process's.
          wires.removeLast().close();
        }
      }
    } finally {
      closeAll(wires);
    }
  }

  private void resumeFromNonsense(Server server, Client client) throws IOException {
    for (int tried = 0; goesOn(tried); tried++) {
      String nonsense =
          switch (tried % 4) {
            case 0 -> "e" + "A".repeat(4 * (tried % 100) + 5);
            case 1 -> "x".repeat(tried % 500 + 1);
            case 2 -> "e_________" + tried;
            default -> "e%" + tried;
          };
      RawRequest request = RawRequest.get("/events").header("Last-Event-ID", nonsense);
      try (Wire wire = watch(server, client, request)) {
        assertThat(wire.head()).as(nonsense).startsWith("HTTP/1.1 400");
      }
    }
  }

  /** From where the log began, each time, to be gone again when the stream has begun. */
  private void connectAgainAndAgain(Server server, Client client) throws Exception {
    client.register("a");
    String begin;
    try (EventReader reader = EventReader.open(client, "")) {
      begin = reader.lastId();
      client.send("a", "t", "me", "message", "1");
      Event first = reader.next();
      assertThat(first.id()).isNotEqualTo(begin);
    }
    RawRequest resume = RawRequest.get("/events").header("Last-Event-ID", begin);
    int begun = 0;
    for (int tried = 0; goesOn(tried); tried++) {
      try (Wire wire = watch(server, client, resume)) {
        // That one has gone is known when it is written to: 429 until then.
        begun += wire.head().contains("HTTP/1.1 200") ? 1 : 0;
      }
    }
    assertThat(begun).isPositive();
  }

  /** As many streams as a tenant may have. */
  private static List<Wire> openAll(Server server, Client client) throws IOException {
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS_A_TENANT; i++) {
        wires.add(watch(server, client, RawRequest.get("/events")));
        assertThat(wires.getLast().head()).contains("HTTP/1.1 200");
      }
      return wires;
    } catch (IOException | AssertionError e) {
      closeAll(wires);
      throw e;
    }
  }

  private static Wire watch(Server server, Client client, RawRequest request) throws IOException {
    return Wire.to(server.url()).send(request.bytes(Wire.host(server.url()), client.key()));
  }

  private static void closeAll(List<Wire> wires) throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}

package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.standalone.EventReader.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar, killed with {@code kill -9} under load while it is watched. */
@Timeout(600)
class EventsCrashIT {
  private static final int SENDERS = 4;
  private static final int KILLS = 2;
  private static final int EVENTS_A_LIFE = 400;

  @TempDir Path folder;

  private final Random random = new Random(11);
  private @Nullable JarServer server;

  /** Ids of what was answered 201, by the thread that it was sent to. */
  private final List<ConcurrentLinkedQueue<String>> acknowledged = new ArrayList<>();

  /** What the watcher was told, by thread. */
  private final List<List<String>> told = new ArrayList<>();

  private String lastId = "";

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aWatcherThatResumesIsToldOfEveryMessageOnce() throws Exception {
    for (int thread = 0; thread < SENDERS; thread++) {
      acknowledged.add(new ConcurrentLinkedQueue<>());
      told.add(new ArrayList<>());
    }
    for (int kill = 0; kill < KILLS; kill++) {
      Client client = start();
      client.register("agent");
      AtomicBoolean alive = new AtomicBoolean(true);
      List<Thread> senders = new ArrayList<>();
      if (kill == 0) {
        // Nothing is sent before it watches.
        watch(client, 0);
      }
      for (int thread = 0; thread < SENDERS; thread++) {
        int number = thread;
        senders.add(Thread.ofVirtual().start(() -> send(client, number, alive)));
      }
      watch(client, EVENTS_A_LIFE);
      Objects.requireNonNull(server).kill();
      alive.set(false);
      for (Thread sender : senders) {
        sender.join();
      }
    }
    Client client = start();
    String last = client.send("agent", "t0", "me", "message", "1").text("message_id");
    acknowledged.getFirst().add(last);
    try (EventReader reader = EventReader.resume(client, "", lastId)) {
      while (!told.getFirst().contains(last)) {
        note(reader.next());
      }
      assertThat(reader.within(1_500)).isNull();
    }
    for (int thread = 0; thread < SENDERS; thread++) {
      // In the thread is too what was taken and not answered.
      assertThat(told.get(thread)).isEqualTo(thread(client, "t" + thread));
      assertThat(told.get(thread)).containsAll(acknowledged.get(thread));
    }
  }

  private static List<String> thread(Client client, String thread) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = client.get("/threads/" + thread + "/messages" + cursor);
      ids.addAll(page.ids());
      cursor = page.json().has("next_cursor") ? "?cursor=" + page.text("next_cursor") : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  private void note(Event event) {
    int thread = Integer.parseInt(event.text("thread_id").substring(1));
    told.get(thread).add(event.text("id"));
    lastId = event.id();
  }

  /** Sends one after the other until the server is gone. */
  private void send(Client client, int thread, AtomicBoolean alive) {
    while (alive.get()) {
      try {
        Answer sent = client.send("agent", "t" + thread, "me", "message", "1");
        if (sent.status() == 201) {
          acknowledged.get(thread).add(sent.text("message_id"));
        }
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  /** Is told of so many events at the least, in streams that break off. */
  private void watch(Client client, int count) throws InterruptedException {
    int left = count;
    do {
      try (EventReader reader =
          lastId.isEmpty()
              ? EventReader.open(client, "")
              : EventReader.resume(client, "", lastId)) {
        lastId = lastId.isEmpty() ? reader.lastId() : lastId;
        for (int i = random.nextInt(80); i > 0 && left > 0; i--) {
          @Nullable Event event = reader.within(1_000);
          if (event != null) {
            note(event);
            left--;
          }
        }
      }
    } while (left > 0);
  }

  private Client start() throws IOException {
    // Less than what comes in a life: some of it is read from the log.
    server = JarServer.start(folder, "--stream0.events.recent=200");
    return server.client("YOUR_KEY");
  }
}

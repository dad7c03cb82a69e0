package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.standalone.EventReader.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stream of events where the server stops, its views are made anew, or the log is not whole.
 */
@ExtendWith(RealBroker.class)
@Timeout(180)
class EventsRestartIT {
  /** None of what is told is held for who resumes: it is read from the log. */
  private static final String NOTHING_RECENT = "--stream0.events.recent=1";

  private static final int PARTITIONS = 3;

  private final String prefix = Server.freshPrefix();

  @TempDir Path folder;

  private Server start() {
    return Server.start(prefix, folder.resolve("state"), NOTHING_RECENT);
  }

  /** Before the end of its block. */
  private static void stop(Server server) {
    server.close();
  }

  private static List<String> send(Client client, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Answer sent = client.send(i % 2 == 0 ? "a" : "b", "t" + i % 5, "me", "message", "1");
      ids.add(sent.text("message_id"));
      if (i % 3 == 0) {
        client.ack(ids.getLast());
      }
    }
    return ids;
  }

  private static List<String> messages(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("message"))
        .map(event -> event.text("id"))
        .toList();
  }

  @Test
  void aServerThatStopsSaysSoAndTheNextGoesOnBehindTheLastId() throws Exception {
    String lastId;
    List<String> sent;
    List<String> told;
    try (Server server = start()) {
      Client client = server.client(0);
      List.of("a", "b").forEach(client::register);
      try (EventReader reader = EventReader.open(client, "?type=message")) {
        sent = new ArrayList<>(send(client, 20));
        List<Event> events = reader.next(15);
        told = new ArrayList<>(messages(events));
        lastId = events.getLast().id();
        // On its way when the connection broke, as it were: it comes again.
        reader.next(5);
        stop(server);
        assertThat(reader.awaitEnd()).contains("the server stops");
      }
    }
    try (Server server = start()) {
      Client client = server.client(0);
      sent.addAll(send(client, 5));
      try (EventReader reader = EventReader.resume(client, "?type=message", lastId)) {
        told.addAll(messages(reader.next(sent.size() - told.size())));
        assertThat(told).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(reader.within(1_500)).isNull();
      }
    }
  }

  /** All of inbox is folded again, and all its entries are forwarded again. */
  @Test
  void whatARebuildForwardsAgainIsToldToNobodyAgain() throws Exception {
    String before;
    String last;
    List<String> sent;
    try (Server server = start()) {
      Client client = server.client(0);
      List.of("a", "b").forEach(client::register);
      try (EventReader reader = EventReader.open(client, "")) {
        before = reader.lastId();
        sent = send(client, 60);
        reader.next(60 + 20);
        last = reader.lastId();
      }
    }
    long ends = ends();
    RebuildIT.delete(folder.resolve("state"));
    RebuildIT.forgetTheProcessor(prefix);
    try (Server server = start()) {
      Client client = server.client(0);
      // Visible, hence behind all that was forwarded again in its thread's partition.
      assertThat(client.send("a", "t0", "me", "done", "2").status()).isEqualTo(201);
      assertThat(ends()).as("entries of threads").isGreaterThan(ends + 60);
      try (EventReader fresh = EventReader.open(client, "");
          EventReader resumed = EventReader.resume(client, "", last);
          EventReader all = EventReader.resume(client, "", before)) {
        String id = client.send("a", "t1", "me", "done", "3").text("message_id");
        assertThat(fresh.next().text("id")).isEqualTo(id);
        assertThat(messages(resumed.next(2))).hasSize(2).contains(id);
        List<String> told = messages(all.next(60 + 20 + 2));
        assertThat(told).hasSize(62).containsAll(sent).contains(id).doesNotHaveDuplicates();
        assertThat(all.within(1_500)).isNull();
        assertThat(resumed.within(0)).isNull();
        assertThat(fresh.within(0)).isNull();
      }
    }
  }

  private List<TopicPartition> threads() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new TopicPartition(prefix + "threads", partition))
        .toList();
  }

  private long ends() throws Exception {
    try (Admin admin = admin()) {
      return admin
          .listOffsets(
              threads().stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
          .all()
          .get()
          .values()
          .stream()
          .mapToLong(result -> result.offset())
          .sum();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", RealBroker.bootstrapServers()));
  }

  @Test
  void whereTheLogDoesNotGoBackAsFarAGapIsToldAndWhatIsLeftFollows() throws Exception {
    try (Server server = start()) {
      Client client = server.client(0);
      List.of("a", "b").forEach(client::register);
      String before;
      try (EventReader reader = EventReader.open(client, "")) {
        before = reader.lastId();
      }
      send(client, 30);
      try (Admin admin = admin()) {
        admin
            .deleteRecords(
                threads().stream()
                    .collect(Collectors.toMap(p -> p, p -> RecordsToDelete.beforeOffset(-1))))
            .all()
            .get();
      }
      List<String> left = send(client, 10);
      try (EventReader reader = EventReader.resume(client, "?type=message", before)) {
        Event gap = reader.next();
        assertThat(gap.name()).isEqualTo("gap");
        assertThat(gap.text("reason")).isEqualTo("expired");
        assertThat(messages(reader.next(10))).containsExactlyInAnyOrderElementsOf(left);
        try (EventReader again = EventReader.resume(client, "?type=message", gap.id())) {
          assertThat(messages(again.next(10))).containsExactlyInAnyOrderElementsOf(left);
        }
      }
    }
  }

  @Test
  void whatIsAheadOfTheLogIsToldToBeAndGoesOnAtItsEnd() throws Exception {
    try (Server server = start()) {
      Client client = server.client(0);
      List.of("a", "b").forEach(client::register);
      // Far beyond in each of three partitions.
      try (EventReader reader = EventReader.resume(client, "", "e_____wf_____B_____8H")) {
        Event gap = reader.next();
        assertThat(gap.name()).isEqualTo("gap");
        assertThat(gap.text("reason")).isEqualTo("ahead");
        List<String> sent = send(client, 3);
        assertThat(messages(reader.next(4))).containsExactlyInAnyOrderElementsOf(sent);
      }
    }
  }
}

package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every view can be made again from the topics alone. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class RebuildIT {
  @TempDir Path folder;

  @Test
  void storesRebuiltFromTheTopicsGiveTheSameAnswers() throws Exception {
    String prefix = Server.freshPrefix();
    Path state = folder.resolve("state");
    List<String> before;
    try (Server server = Server.start(prefix, state)) {
      converse(server.client(0));
      before = view(server.client(0));
    }

    delete(state);
    forgetTheProcessor(prefix);
    try (Server server = Server.start(prefix, state)) {
      assertThat(view(server.client(0))).isEqualTo(before);
      // What was decided before is decided: a second life of the topics changes no outcome.
      assertThat(server.client(0).send("a", "t0", "b", "message", "\"more\"").status())
          .isEqualTo(201);
      assertThat(server.client(0).thread("t0").messages())
          .hasSizeGreaterThan(0)
          .last()
          .satisfies(m -> assertThat(m.path("content").stringValue("")).isEqualTo("more"));
    }
  }

  @Test
  void aRestartOnTheSameStateGivesTheSameAnswers() throws Exception {
    String prefix = Server.freshPrefix();
    Path state = folder.resolve("state");
    List<String> before;
    try (Server server = Server.start(prefix, state)) {
      converse(server.client(0));
      before = view(server.client(0));
    }
    try (Server server = Server.start(prefix, state)) {
      assertThat(view(server.client(0))).isEqualTo(before);
    }
  }

  private static void converse(Client client) {
    List.of("a", "b", "gone").forEach(client::register);
    for (int i = 0; i < 30; i++) {
      String to = i % 3 == 0 ? "gone" : i % 2 == 0 ? "a" : "b";
      Answer sent = client.send(to, "t" + i % 4, "a", "message", Integer.toString(i));
      if (i % 5 != 0) {
        client.ack(sent.text("message_id"));
      }
    }
    client.delete("/agents/gone");
    client.register("gone");
    client.send("gone", "t0", "b", "message", "\"back\"");
  }

  /** Looks without being seen: a reader's presence is part of what is compared. */
  private static List<String> view(Client client) {
    List<String> view = new ArrayList<>();
    view.add(client.get("/agents").body());
    for (String agent : List.of("a", "b", "gone")) {
      for (String query : List.of("", "&status=unread", "&status=acked", "&thread_id=t1")) {
        view.add(client.inbox(agent, "?peek=true" + query).body());
      }
    }
    for (int i = 0; i < 4; i++) {
      view.add(client.thread("t" + i).body());
    }
    return view;
  }

  /** Its stores' changelogs and its place in the topics. */
  static void forgetTheProcessor(String prefix) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealBroker.bootstrapServers()))) {
      List<String> changelogs =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(prefix + "processor-") && name.endsWith("-changelog"))
              .toList();
      assertThat(changelogs).hasSize(2);
      admin.deleteTopics(changelogs).all().get();
      // A static member stays when its process stops.
      admin
          .removeMembersFromConsumerGroup(
              prefix + "processor", new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      admin.deleteConsumerGroups(List.of(prefix + "processor")).all().get();
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

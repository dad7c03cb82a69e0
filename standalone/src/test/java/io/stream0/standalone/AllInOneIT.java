package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar, as a process of its own. */
@Timeout(900)
class AllInOneIT {
  private static final Duration START = Duration.ofMinutes(3);

  private List<String> jvm = JarServer.JVM;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aConversationSurvivesKillMinusNineAndACleanRestart() throws Exception {
    jvm = List.of(); // as users start it
    Running first = start(folder, freePort());
    // The three commands of the front page, in the order printed: with any key, and no other agent
    // made by hand.
    assertThat(first.client().register("my-agent").status()).isEqualTo(201);
    Answer sent =
        first
            .client()
            .send(
                "other-agent",
                "task-1",
                "my-agent",
                "request",
                "{\"instruction\": \"review this PR\"}");
    assertThat(sent.status()).isEqualTo(201);
    assertThat(first.client().inbox("my-agent", "?status=unread").status()).isEqualTo(200);
    String acked =
        first
            .client()
            .send("my-agent", "task-1", "other-agent", "question", "\"which?\"")
            .text("message_id");
    assertThat(first.client().ack(acked).status()).isEqualTo(200);
    List<String> before = view(first.client());

    first.process().destroyForcibly().waitFor();
    Running second = start(folder, freePort());
    assertThat(view(second.client())).isEqualTo(before);
    assertThat(second.client().ack(acked).status()).isEqualTo(404);

    try (Wire waiting = Wire.to(second.url())) {
      waiting.send(
          RawRequest.get("/agents/my-agent/inbox?thread_id=none&peek=true&timeout=30")
              .bytes(Wire.host(second.url()), "YOUR_KEY"));
      assertThat(view(second.client())).isEqualTo(before);
      second.process().destroy();
      assertThat(second.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    // That whoever waits is let go is no fault.
    assertThat(second.output()).doesNotContain(" ERROR ");
    Running third = start(folder, freePort());
    assertThat(view(third.client())).isEqualTo(before);
    // Deleted, the agent that was there at the first start stays away.
    assertThat(third.client().delete("/agents/other-agent").status()).isEqualTo(200);
    third.process().destroyForcibly().waitFor();
    Running fourth = start(folder, freePort());
    assertThat(fourth.client().get("/agents/other-agent").status()).isEqualTo(404);
  }

  /** Looks without being seen: a reader's presence is part of what is compared. */
  private static List<String> view(Client client) {
    return Stream.of(
            client.get("/agents"),
            client.inbox("other-agent", "?peek=true"),
            client.inbox("my-agent", "?peek=true"),
            client.thread("task-1"))
        .map(Answer::body)
        .toList();
  }

  @Test
  void twoRunSideBySideAndOneOnTheSameFolderOrPortIsRefused() throws Exception {
    Running one = start(folder.resolve("one"), freePort());
    Running two = start(folder.resolve("two"), freePort());
    assertThat(one.client().register("a").status()).isEqualTo(201);
    assertThat(two.client().get("/agents/a").status()).isEqualTo(404);

    Running intruder = launch(folder.resolve("one"), freePort());
    assertThat(intruder.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(intruder.process().exitValue()).isNotZero();
    assertThat(intruder.output())
        .contains("in use by process " + one.process().pid())
        .contains("STREAM0_DATA_DIR");

    int taken = Integer.parseInt(two.url().substring(two.url().lastIndexOf(':') + 1));
    Running third = launch(folder.resolve("three"), taken);
    assertThat(third.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(third.output()).contains("Port " + taken + " was already in use");

    assertThat(one.client().get("/agents/a").status()).isEqualTo(200);
    assertThat(two.client().get("/agents/a").status()).isEqualTo(404);
  }

  @Test
  void anOpenServerOnAnotherAddressIsRefusedAndAKeyedOneIsNot() throws Exception {
    Running open = launch(folder.resolve("open"), freePort(), "--stream0.server.host=0.0.0.0");
    assertThat(open.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(open.output()).contains("stream0.server.host: 0.0.0.0").contains("STREAM0_API_KEY");

    Running keyed =
        start(
            folder.resolve("keyed"),
            freePort(),
            "--stream0.server.host=0.0.0.0",
            "--stream0.api-key=secret",
            "--stream0.tenants.acme.api-keys=one,two");
    assertThat(keyed.client().get("/agents").status()).isEqualTo(401);
    assertThat(new Client(keyed.url(), "two").register("agent").status()).isEqualTo(201);
    assertThat(new Client(keyed.url(), "one").get("/agents/agent").status()).isEqualTo(200);
    assertThat(new Client(keyed.url(), "secret").get("/agents/agent").status()).isEqualTo(404);
    // A configured key, and no agent is made for anyone.
    assertThat(new Client(keyed.url(), "secret").get("/agents").json().path("agents")).isEmpty();
  }

  @Test
  void onAnOlderJavaItRunsOnANewerOneAndBothDieTogether() throws Exception {
    Optional<Path> older = olderJava();
    Assumptions.assumeTrue(
        older.isPresent(), "no Java older than 21 on this machine to start the jar with");
    int port = freePort();
    Running running = started(launch(older.orElseThrow(), folder, port));
    assertThat(running.client().register("a").status()).isEqualTo(201);
    List<ProcessHandle> children = running.process().descendants().toList();
    assertThat(children).isNotEmpty();

    running.process().destroyForcibly().waitFor();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    Running again = started(launch(older.orElseThrow(), folder, port));
    assertThat(again.client().get("/agents/a").status()).isEqualTo(200);
  }

  /** A process of the jar and what it printed. */
  private record Running(Process process, String url, Path log) {
    Client client() {
      return new Client(url, "YOUR_KEY");
    }

    String output() throws IOException {
      return Files.readString(log);
    }
  }

  private Running start(Path data, int port, String... more) throws Exception {
    return started(launch(data, port, more));
  }

  private static Running started(Running running) {
    Awaitility.await()
        .atMost(START)
        .until(() -> !running.process().isAlive() || isHealthy(running));
    assertThat(running.process().isAlive())
        .as(() -> "it started, and did not say:\n" + said(running))
        .isTrue();
    return running;
  }

  private static String said(Running running) {
    try {
      return running.output();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isHealthy(Running running) {
    try {
      return running.client().get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Running launch(Path data, int port, String... more) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return launch(java, data, port, more);
  }

  private Running launch(Path java, Path data, int port, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvm);
    command.addAll(List.of("-jar", JarServer.JAR.toString()));
    command.addAll(List.of(more));
    Path log = Files.createTempFile(folder, "output", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("STREAM0_DATA_DIR", data.toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    Process process = builder.start();
    started.add(process);
    return new Running(process, "http://127.0.0.1:" + port, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A Java before 21 beside the one that runs this. */
  private static Optional<Path> olderJava() {
    File[] homes = Path.of(System.getProperty("java.home")).toFile().getParentFile().listFiles();
    return Stream.of(homes == null ? new File[0] : homes)
        .filter(home -> home.getName().matches(".*\\b(11|17)\\b.*"))
        .map(home -> home.toPath().resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

package io.stream0.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml for real, where a Docker Engine answers. */
@Timeout(1_200)
class ComposeIT {
  private static final Path ROOT = Path.of(System.getProperty("stream0.root", ".."));

  @TempDir private Path folder;

  @Test
  void conversationsGoOnWhileContainersAreKilled() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        ends(0, "docker", "version"),
        "no Docker Engine answers: docker-compose.yml is not tried (make compose-test does it)");
    Assumptions.assumeTrue(
        ends(0, "docker", "compose", "version") || ends(0, "docker-compose", "version"),
        "neither docker compose nor docker-compose: docker-compose.yml is not tried");
    Path output = folder.resolve("compose-test.log");

    Process test = started(output, "docker/compose-test");
    try {
      assertThat(test.waitFor()).as(() -> read(output)).isZero();
    } finally {
      // It takes its containers down before it ends.
      test.destroy();
      test.onExit().join();
    }
    assertThat(output).content().contains("nothing lost");
  }

  /** Whether a command is there and ends with a status. */
  private boolean ends(int status, String... command) throws InterruptedException {
    try {
      Process process = started(folder.resolve("asked.log"), command);
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == status;
    } catch (IOException e) {
      // There is no such command.
      return false;
    }
  }

  private static Process started(Path output, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Another run on this machine has its own.
    builder
        .environment()
        .put("COMPOSE_TEST_PROJECT", "stream0-it-" + ProcessHandle.current().pid());
    builder.environment().put("STREAM0_PORT", Integer.toString(freePort()));
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

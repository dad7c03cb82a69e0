package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that a test runs as a user would, and what it says. */
final class Program implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Skips the test, in so many words, where one of these is not on this machine. */
  static void require(String... names) {
    for (String name : names) {
      boolean there =
          Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
              .map(folder -> Path.of(folder, name))
              .anyMatch(Files::isExecutable);
      Assumptions.assumeTrue(there, "not run: there is no " + name + " on this machine");
    }
  }

  /**
   * @param folder where it runs
   * @param environment what it finds beside this process's own
   */
  static Program start(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    Path log = Files.createTempFile("program", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Program(builder.start(), log);
  }

  /** Waits for its end, which must be a good one. */
  void succeeds() throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::said).isTrue();
    assertThat(process.exitValue()).as(this::said).isZero();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has printed. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Files.delete(log);
  }
}

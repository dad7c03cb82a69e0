package io.stream0.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Java process that can be started, stopped, killed and started again. */
final class JavaProcess {
  private static final long SECONDS_TO_END = 120;

  private final String name;
  private final Path log;
  private final List<String> command;
  private @Nullable Process process;

  /**
   * @param log what it prints, from all its lives
   * @param arguments of {@code java}
   */
  JavaProcess(String name, Path log, List<String> arguments) {
    this.name = name;
    this.log = log;
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
  }

  void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Kills it, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    if (process != null) {
      await(process.destroyForcibly());
    }
  }

  /** Asks it to stop, and waits until it has; kills it if that takes two minutes. */
  void stop() {
    if (process != null) {
      process.destroy();
      if (!await(process)) {
        kill();
      }
    }
  }

  private boolean await(Process ending) {
    try {
      return ending.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return its exit status
   */
  int awaitEnd() {
    if (process == null || !await(process)) {
      throw new IllegalStateException(name + " did not end:\n" + output());
    }
    return process.exitValue();
  }

  /** What it printed. */
  String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

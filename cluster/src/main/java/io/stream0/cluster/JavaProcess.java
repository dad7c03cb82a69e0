package io.stream0.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java process that can be started, paused, stopped, killed and started again. It does not
 * outlive the process that started it, however that ends, unless it is paused then.
 */
public final class JavaProcess {
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

  public void start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // Its standard input is a pipe that this process holds; when it breaks, the other one ends.
      builder.environment().put("STREAM0_LAUNCHED", "1");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * @throws IllegalStateException if it was never started
   */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process.pid();
  }

  /** Kills it, as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    if (process != null) {
      await(process.destroyForcibly());
    }
  }

  /** Asks it to stop, and waits until it has; kills it if that takes two minutes. */
  public void stop() {
    if (process != null) {
      // Not destroy() of the process itself: that closes its standard input too, which ends it at
      // once.
      boolean asked = process.toHandle().destroy();
      if (asked && !await(process)) {
        kill();
      }
    }
  }

  /** Stops it from running, in the midst of whatever it does ({@code SIGSTOP}). */
  public void pause() {
    signal("STOP");
  }

  /** Lets it run on after {@link #pause} ({@code SIGCONT}). */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
      if (!await(kill) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -%s of %s failed".formatted(signal, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
  public String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name in the cluster, such as {@code api-1}. */
  @Override
  public String toString() {
    return name;
  }
}

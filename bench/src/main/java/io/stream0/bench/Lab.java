package io.stream0.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a scenario is given: a folder, servers on it, and how much of everything to do. */
final class Lab implements AutoCloseable {
  private final Options options;
  private final Path folder;

  private Lab(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /** With a new folder, deleted when this is closed. */
  static Lab open(Options options) throws IOException {
    return new Lab(options, Files.createTempDirectory("stream0-bench"));
  }

  /** A new server on an empty folder, that has answered a first send. */
  AllInOne serve(String... more) throws IOException, InterruptedException {
    AllInOne server = start("server", more);
    say("ready after %.1f s".formatted(Ready.seconds(server.awaitFirstSend())));
    return server;
  }

  /**
   * Starts a server and does not wait for it.
   *
   * @param data a name; the same one again is the same data
   * @param more settings of the server that the scenario rests on
   */
  AllInOne start(String data, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(options.serverArguments());
    arguments.addAll(List.of(more));
    return AllInOne.start(options.jar(), options.serverJvm(), arguments, folder.resolve(data));
  }

  /** A folder of this name, not made yet. */
  Path folder(String name) {
    return folder.resolve(name);
  }

  /** Of the checkout, where the jars of the services are. */
  Path root() {
    return Path.of("").toAbsolutePath();
  }

  /** As many, or fewer in a trial. */
  int count(int full) {
    return Math.max(1, (int) (full * options.fraction()));
  }

  /** As long, or less in a trial. */
  Duration time(Duration full) {
    return Duration.ofNanos((long) (full.toNanos() * options.fraction()));
  }

  void say(String line) {
    Bench.say("  " + line);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

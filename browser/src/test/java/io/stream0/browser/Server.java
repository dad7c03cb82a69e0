package io.stream0.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The finished all-in-one as a process of its own: as a newcomer has it, or set otherwise. */
final class Server implements AutoCloseable {
  private static final Path JAR = Path.of(System.getProperty("stream0.jar", "stream0.jar"));
  private static final Duration START = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port;
  private final Map<String, String> settings;
  private Process process;

  private Server(Path folder, int port, Map<String, String> settings) {
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.process = launch();
  }

  /** Open, on loopback, with sign-up. */
  static Server start() {
    return start(Map.of());
  }

  /**
   * @param settings as environment variables
   */
  static Server start(Map<String, String> settings) {
    try {
      Server server =
          new Server(Files.createTempDirectory("stream0-browser"), freePort(), settings);
      server.await();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Api api(String key) {
    return new Api(url(), key);
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** Again, where it was and with what it had. */
  void startAgain() {
    process = launch();
    await();
  }

  private Process launch() {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("STREAM0_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    builder.environment().putAll(settings);
    // Its standard input is a pipe that this process holds: when it breaks, the other one ends.
    builder.environment().put("STREAM0_LAUNCHED", "1");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void await() {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || isHealthy());
    if (!process.isAlive()) {
      throw new IllegalStateException("it did not start:\n" + said());
    }
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(URI.create(url() + "/health")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

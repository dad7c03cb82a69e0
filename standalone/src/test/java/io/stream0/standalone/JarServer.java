package io.stream0.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The finished jar as a process of its own, which a test may kill as {@code kill -9} does. */
final class JarServer implements AutoCloseable {
  static final Path JAR = Path.of(System.getProperty("stream0.jar", "target/stream0.jar"));

  /** Compiling well is not worth it to a process that lives for seconds. */
  static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration LONG = Duration.ofMinutes(3);

  private final Process process;
  private final String url;

  private JarServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it on a free port and returns when it is healthy.
   *
   * @param folder of its state, which is there again at the next start, and of what it prints
   */
  static JarServer start(Path folder, String... settings) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output(folder).toFile()));
    builder.environment().put("STREAM0_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    JarServer server = new JarServer(builder.start(), "http://127.0.0.1:" + port);
    await().atMost(LONG).until(() -> server.isHealthy() || !server.process.isAlive());
    return server;
  }

  /** Where all its lives on this folder have printed to. */
  static Path output(Path folder) {
    return folder.resolve("output.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean isHealthy() {
    try {
      return anyone().get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  Client client(String key) {
    return new Client(url, key);
  }

  /** Who shows no key. */
  Client anyone() {
    return client("").with(Map.of());
  }

  /** Returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}

package io.stream0.faults.drive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The all-in-one in a process of its own, as its users start it. */
public final class AllInOne implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int OK = 200;
  private static final int LOG_LINES = 40;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final Path log;
  private final long startedAt;
  private final URI address;

  private AllInOne(Process process, Path log, long startedAt, URI address) {
    this.process = process;
    this.log = log;
    this.startedAt = startedAt;
    this.address = address;
  }

  /**
   * The command of a jar, on the Java that runs this.
   *
   * @throws IllegalArgumentException if there is no such jar
   */
  public static List<String> commandOf(Path jar, List<String> jvm, List<String> arguments) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "no " + jar + " (expected: the all-in-one, built by: package)");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  /**
   * Starts a server and does not wait for it.
   *
   * @param data its folder, made if it is not there; what it prints goes to a file beside it
   */
  public static AllInOne start(List<String> command, Path data) throws IOException {
    int port = freePort();
    Path log = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("STREAM0_DATA_DIR", data.toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    // One process, no launcher in between, that holds on to the other end of its standard input:
    // however this process ends, no server is left behind.
    builder.environment().put("STREAM0_LAUNCHED", "1");
    long startedAt = System.nanoTime();
    return new AllInOne(builder.start(), log, startedAt, URI.create("http://127.0.0.1:" + port));
  }

  /** A port of this machine that nobody listened on a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public URI address() {
    return address;
  }

  /** As calls go to it; every start of one is another. */
  Server server() {
    return new Server("server-" + process.pid(), address);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Has this done when its process ends, or now if it has. */
  void onEnd(Runnable action) {
    var unused = process.onExit().thenRun(action);
  }

  /** How long ago it was started. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Returns when it listens. */
  public void awaitHealthy() throws IOException, InterruptedException {
    if (!isHealthyWithin(START_LIMIT)) {
      throw new IOException("the server did not start:\n" + endOfLog());
    }
  }

  /**
   * Whether it listens before it is so old.
   *
   * @throws IOException if its process has ended
   */
  boolean isHealthyWithin(Duration limit) throws IOException, InterruptedException {
    while (!isHealthy()) {
      if (!process.isAlive()) {
        throw new IOException("the server ended while it started:\n" + endOfLog());
      }
      if (age().compareTo(limit) > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    return true;
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/health")).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      // Nobody listens yet.
      return false;
    }
  }

  /** The last lines of what it printed. */
  public String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** Returns when the process has ended. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** As {@code kill -9}, of it and of what it may have started; returns when it has ended. */
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}

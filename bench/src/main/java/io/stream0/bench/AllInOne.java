package io.stream0.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The all-in-one in a process of its own, as its users start it. */
final class AllInOne implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final int LOG_LINES = 30;

  private final Process process;
  private final Path log;
  private final long startedAt;
  private final int port;
  private final int brokerPort;

  private AllInOne(Process process, Path log, long startedAt, int port, int brokerPort) {
    this.process = process;
    this.log = log;
    this.startedAt = startedAt;
    this.port = port;
    this.brokerPort = brokerPort;
  }

  /**
   * @param data its folder, made if it is not there
   */
  static AllInOne start(Path jar, List<String> jvm, List<String> arguments, Path data)
      throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException("no " + jar + " (expected: the all-in-one, built by: package)");
    }
    int port = freePort();
    int brokerPort = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toString(), "--stream0.broker.port=" + brokerPort));
    command.addAll(arguments);
    Path log = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("STREAM0_DATA_DIR", data.toString());
    builder.environment().put("STREAM0_SERVER_PORT", Integer.toString(port));
    // The jar's launcher then holds on to the other end of its standard input: however this
    // process ends, no server is left behind.
    builder.environment().put("STREAM0_LAUNCHED", "1");
    long startedAt = System.nanoTime();
    return new AllInOne(builder.start(), log, startedAt, port, brokerPort);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  int brokerPort() {
    return brokerPort;
  }

  Requests requests() {
    return new Requests(port);
  }

  /**
   * Returns when these agents are registered. On a connection of its own: one that then lies idle
   * while the server is loaded is closed by it.
   */
  void register(List<String> agents) throws IOException {
    Requests requests = requests();
    try (HttpConnection connection = new HttpConnection(port)) {
      for (String agent : agents) {
        connection.exchange(requests.register(agent)).expect(Answer.CREATED);
      }
    }
  }

  /** The processor time that the server has taken. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /**
   * Sends to the agent that is there from the start until that is answered 201.
   *
   * @return the time from before the process started
   */
  Duration awaitFirstSend() throws IOException, InterruptedException {
    byte[] send = requests().send(Requests.FIRST_AGENT, "first", 0);
    try (HttpConnection connection = new HttpConnection(port)) {
      while (!isCreated(connection, send)) {
        Duration waited = Duration.ofNanos(System.nanoTime() - startedAt);
        if (!process.isAlive() || waited.compareTo(START_LIMIT) > 0) {
          throw new IOException("the server did not start:\n" + endOfLog());
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  private static boolean isCreated(HttpConnection connection, byte[] send) {
    try {
      return connection.exchange(send).status() == Answer.CREATED;
    } catch (IOException e) {
      // Nobody listens yet.
      return false;
    }
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** As {@code kill -9}; returns when the process has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code kill}; returns when the process has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

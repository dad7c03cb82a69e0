package io.stream0.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this process, its own KRaft controller, on 127.0.0.1. Its settings are those of
 * a broker that is alone: what would wait for others does not.
 */
final class EmbeddedBroker {
  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String HOST = "127.0.0.1";

  /** Fixed, so that a log moved to another machine stays what it is: "stream0-all-in-1". */
  private static final String CLUSTER_ID = "c3RyZWFtMC1hbGwtaW4tMQ";

  private final Path log;
  private final int port;
  private final int controllerPort;
  private final CompletableFuture<KafkaRaftServer> server = new CompletableFuture<>();

  private EmbeddedBroker(Path log, int port, int controllerPort) {
    this.log = log;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  /**
   * Begins to start a broker, in a thread of its own.
   *
   * @param log its folder, made if it is not there
   */
  static EmbeddedBroker begin(Path log, StandaloneProperties.BrokerPorts ports) throws IOException {
    EmbeddedBroker broker = withFreePorts(log, ports);
    new Thread(broker::run, "broker-start").start();
    return broker;
  }

  /** Both are held while the second is sought, so that they are two. */
  private static EmbeddedBroker withFreePorts(Path log, StandaloneProperties.BrokerPorts ports)
      throws IOException {
    try (ServerSocket client = free(ports.port());
        ServerSocket controller = free(ports.controllerPort())) {
      return new EmbeddedBroker(log, client.getLocalPort(), controller.getLocalPort());
    }
  }

  private static ServerSocket free(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  String bootstrapServers() {
    return HOST + ":" + port;
  }

  private void run() {
    try {
      format();
      KafkaRaftServer starting =
          new KafkaRaftServer(KafkaConfig.fromProps(settings(log), false), Time.SYSTEM);
      starting.startup();
      server.complete(starting);
    } catch (Throwable e) {
      server.completeExceptionally(e);
    }
  }

  /** Formats aside and renames, so that a crash leaves no half of it. */
  private void format() throws Exception {
    if (Files.exists(log)) {
      return;
    }
    Path aside = log.resolveSibling(log.getFileName() + ".formatting");
    delete(aside);
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false))
        .setClusterId(CLUSTER_ID)
        .setNodeId(NODE)
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(aside.toString())
        .addDirectory(aside.toString())
        .run();
    Files.move(aside, log, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Properties settings(Path folder) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("log.dirs", folder.toString());
    settings.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, port, CONTROLLER, HOST, controllerPort));
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("auto.create.topics.enable", "false");

    // Alone: one copy of everything, one partition of what Kafka keeps for itself.
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
    settings.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));

    // What an unclean start reads again: less with smaller segments.
    settings.put("log.segment.bytes", Integer.toString(256 * 1024 * 1024));

    // After a crash nobody else is there whose session, vote or rebalance to wait for.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "100");
    settings.put("controller.quorum.election.timeout.ms", "100");
    settings.put("controller.quorum.election.backoff.max.ms", "100");
    settings.put("controller.quorum.fetch.timeout.ms", "500");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  /** Waits until the broker serves. */
  void await() throws InterruptedException {
    try {
      server.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker did not start: " + e.getCause(), e.getCause());
    }
  }

  /** Stops the broker if it runs, and waits until it has. */
  void stop() throws InterruptedException {
    try {
      KafkaRaftServer running = server.get();
      running.shutdown();
      running.awaitShutdown();
    } catch (ExecutionException e) {
      throw new IllegalStateException("there is no broker to stop", e);
    }
  }
}

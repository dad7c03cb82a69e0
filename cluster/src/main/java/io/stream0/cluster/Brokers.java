package io.stream0.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka brokers, each its own process and a controller too, from Kafka's own artifacts. Each has a
 * listener for the others and the services, in the cluster's network, and one beside it for whoever
 * looks on from outside.
 */
final class Brokers {
  private static final String CLUSTER_ID = "c3RyZWFtMC1jbHVzdGVyLQ";
  private static final String HOST = "127.0.0.1";

  private final List<JavaProcess> processes = new ArrayList<>();
  private final Network network;
  private final List<Integer> ports;
  private final List<Integer> controllerPorts;
  private final List<Integer> outsidePorts;
  private final Path folder;

  Brokers(Path folder, int count, Network network) {
    this.folder = folder;
    this.network = network;
    List<Integer> free = FreePorts.take(3 * count);
    this.ports = free.subList(0, count);
    this.controllerPorts = free.subList(count, 2 * count);
    this.outsidePorts = free.subList(2 * count, 3 * count);
    for (int i = 0; i < count; i++) {
      network.listens(name(i), ports.get(i));
      network.listens(name(i), controllerPorts.get(i));
    }
    for (int i = 0; i < count; i++) {
      processes.add(prepare(i));
    }
  }

  private static String name(int index) {
    return "broker-" + (index + 1);
  }

  /** For the services of the cluster. */
  String bootstrapServers() {
    return IntStream.range(0, ports.size())
        .mapToObj(i -> network.hostOf(name(i)) + ":" + ports.get(i))
        .collect(Collectors.joining(","));
  }

  /** For whoever looks on from outside, whatever becomes of the network. */
  String outsideBootstrapServers() {
    return outsidePorts.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  List<JavaProcess> processes() {
    return processes;
  }

  private JavaProcess prepare(int index) {
    String name = name(index);
    try {
      Path home = Files.createDirectories(folder.resolve(name));
      Path data = home.resolve("data");
      Path settings = home.resolve("server.properties");
      try (Writer out = Files.newBufferedWriter(settings)) {
        settings(index, data).store(out, null);
      }
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false))
          .setClusterId(CLUSTER_ID)
          .setNodeId(index + 1)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          .run();
      return new JavaProcess(name, folder.resolve(name + ".log"), arguments(name, settings));
    } catch (IOException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException(name + " could not be formatted", e);
    }
  }

  private List<String> arguments(String name, Path settings) {
    List<String> arguments =
        new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    arguments.addAll(network.flags(name));
    arguments.addAll(
        List.of(
            "-Dlogback.configurationFile=io/stream0/cluster/logback.xml",
            "-Dstream0.log.level=info",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            settings.toString()));
    return arguments;
  }

  private Properties settings(int index, Path data) {
    int replication = Math.min(3, ports.size());
    String copies = Integer.toString(replication);
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(index + 1));
    settings.put("log.dirs", data.toString());
    settings.put("controller.quorum.voters", voters());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("listeners", listeners(index, HOST));
    settings.put("advertised.listeners", listeners(index, network.hostOf(name(index))));
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT");
    // Of three copies two must have a record before it counts, on internal topics too.
    settings.put("min.insync.replicas", Integer.toString(Math.max(1, replication - 1)));
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", copies);
    settings.put("offsets.topic.num.partitions", "3");
    settings.put("transaction.state.log.replication.factor", copies);
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", copies);
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
    settings.put("group.initial.rebalance.delay.ms", "500");
    return settings;
  }

  private String listeners(int index, String host) {
    return "PLAINTEXT://%s:%d,CONTROLLER://%s:%d,OUTSIDE://%s:%d"
        .formatted(
            host,
            ports.get(index),
            host,
            controllerPorts.get(index),
            HOST,
            outsidePorts.get(index));
  }

  private String voters() {
    return IntStream.range(0, ports.size())
        .mapToObj(i -> "%d@%s:%d".formatted(i + 1, network.hostOf(name(i)), controllerPorts.get(i)))
        .collect(Collectors.joining(","));
  }
}

package io.stream0.bench;

import io.stream0.cluster.Cluster;
import io.stream0.cluster.Layout;
import io.stream0.cluster.Network;
import io.stream0.cluster.Programs;
import io.stream0.cluster.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The services as processes of their own, on a cluster of brokers that are so too. */
final class Apart implements AutoCloseable {
  private static final int PARTITIONS = 12;

  /** Room for ten thousand who wait; the last of two such flags holds. */
  private static final String HEAP = "-Xmx1500m";

  private final Cluster cluster;

  private Apart(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts all of it, and returns when every partition is held.
   *
   * @param root of the checkout, its jars built
   */
  static Apart start(Path root, Path folder, int brokers, int processors, int apis)
      throws InterruptedException {
    Programs jars = Programs.jars(root);
    Programs roomy = new Programs(roomy(jars.api()), roomy(jars.processor()), jars.webhookWorker());
    Cluster cluster =
        new Cluster(
            new Layout(folder, brokers, PARTITIONS, processors, apis, roomy, Network.LOOPBACK));
    try {
      cluster.start();
    } catch (InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
    return new Apart(cluster);
  }

  private static List<String> roomy(List<String> program) {
    return Stream.concat(Stream.of(HEAP), program.stream()).toList();
  }

  Service api() {
    return cluster.apis().getFirst();
  }

  List<Service> processors() {
    return cluster.processors();
  }

  static int portOf(Service service) {
    return Integer.parseInt(service.address().substring(service.address().lastIndexOf(':') + 1));
  }

  int port() {
    return portOf(api());
  }

  Requests requests() {
    return new Requests(port());
  }

  /** Registers so many agents, and returns their ids. */
  List<String> register(int count) throws IOException {
    List<String> agents = IntStream.range(0, count).mapToObj(n -> "agent-" + n).toList();
    try (HttpConnection connection = new HttpConnection(port())) {
      for (String agent : agents) {
        connection.exchange(requests().register(agent)).expect(Answer.CREATED);
      }
    }
    return agents;
  }

  /** Returns when the service is ready and the api knows of every partition who holds it. */
  void awaitWhole(Service service) throws InterruptedException {
    cluster.awaitReady(service);
    cluster.awaitOwners();
  }

  @Override
  public void close() {
    cluster.close();
  }
}

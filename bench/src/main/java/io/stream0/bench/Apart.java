package io.stream0.bench;

import io.stream0.cluster.Cluster;
import io.stream0.cluster.Layout;
import io.stream0.cluster.Network;
import io.stream0.cluster.Programs;
import io.stream0.cluster.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The services as processes of their own, on a cluster of brokers that are so too. */
final class Apart implements AutoCloseable {
  private static final int PARTITIONS = 12;
  private static final int SUBTOPOLOGIES = 3;
  private static final Duration BALANCING = Duration.ofMinutes(2);

  /** So many agents are registered at once. */
  private static final int AT_ONCE = 32;

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
  List<String> register(int count) throws IOException, InterruptedException {
    List<String> agents = IntStream.range(0, count).mapToObj(n -> "agent-" + n).toList();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> registering =
          () -> {
            try (HttpConnection connection = new HttpConnection(port())) {
              for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                connection.exchange(requests().register(agents.get(n))).expect(Answer.CREATED);
              }
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(AT_ONCE, registering))) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a registration", e);
    }
    return agents;
  }

  /** Returns when the service is ready and the api knows of every partition who holds it. */
  void awaitWhole(Service service) throws InterruptedException {
    cluster.awaitReady(service);
    cluster.awaitOwners();
  }

  /**
   * Returns when each processor folds as many partitions as any other, but for one of each
   * subtopology.
   *
   * @throws IOException if one does not tell, or if that takes more than two minutes
   */
  void awaitBalanced() throws IOException, InterruptedException {
    long end = System.nanoTime() + BALANCING.toNanos();
    while (true) {
      List<Double> held = new ArrayList<>();
      for (Service processor : processors()) {
        held.add(Exposition.of(processor).sum("stream0_partitions_held"));
      }
      if (Collections.max(held) - Collections.min(held) <= SUBTOPOLOGIES) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("the processors fold " + held + " partitions");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}

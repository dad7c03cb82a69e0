package io.stream0.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brokers, processors, webhook workers and api on loopback, each a process, their state in one
 * folder.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);
  private static final int EACH = 2;

  /** All is on loopback, and so are the endpoints of whoever tries webhooks out. */
  private static final String PRIVATE_ADDRESSES = "stream0.webhooks.allow-private-addresses";

  private static final String HOST = "127.0.0.1";
  private static final List<String> FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String SECRET = "the-secret-of-a-developers-cluster";

  private final Layout layout;
  private final Brokers brokers;
  private final Map<String, String> everywhere;
  private final List<Service> processors = new ArrayList<>();
  private final List<Service> webhookWorkers = new ArrayList<>();
  private final List<Service> apis = new ArrayList<>();
  private final List<String> processorAddresses = new ArrayList<>();
  private final List<String> workerAddresses = new ArrayList<>();

  /**
   * Two processors, two webhook workers and two api.
   *
   * @param root of the checkout, its jars built
   * @param count of brokers
   * @param partitions of inbox and of threads
   */
  Cluster(Path root, Path folder, int count, int partitions) {
    this(root, folder, count, partitions, Map.of());
  }

  /**
   * The same.
   *
   * @param everywhere settings of every service
   */
  Cluster(Path root, Path folder, int count, int partitions, Map<String, String> everywhere) {
    this(
        new Layout(
            folder, count, partitions, EACH, EACH, EACH, Programs.jars(root), Network.LOOPBACK),
        everywhere);
  }

  /** Prepares all of it, and starts nothing. */
  public Cluster(Layout layout) {
    this(layout, Map.of());
  }

  private Cluster(Layout layout, Map<String, String> everywhere) {
    this.layout = layout;
    this.everywhere = everywhere;
    this.brokers = new Brokers(layout.folder(), layout.brokers(), layout.network());
    for (int i = 1; i <= layout.processors(); i++) {
      processors.add(processor(i));
    }
    for (int i = 1; i <= layout.webhookWorkers(); i++) {
      webhookWorkers.add(webhookWorker("webhook-worker-" + i, Map.of()));
    }
    for (int i = 1; i <= layout.apis(); i++) {
      apis.add(api("api-" + i, Map.of()));
    }
  }

  private Service processor(int number) {
    List<Integer> ports = FreePorts.take(2);
    String name = "processor-" + number;
    String address = addressOf(name, ports.getFirst());
    processorAddresses.add(address);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("stream0.processor.server.port", ports.getFirst().toString());
    settings.put("stream0.processor.server.advertised", address);
    settings.put("stream0.processor.state-dir", stateOf(name).toString());
    settings.put("stream0.processor.rocksdb.block-cache", "16MB");
    settings.put("stream0.processor.rocksdb.write-buffers", "16MB");
    return service(name, layout.programs().processor(), ports, settings);
  }

  /** Where others reach a process that listens on this port. */
  private String addressOf(String name, int port) {
    layout.network().listens(name, port);
    return layout.network().hostOf(name) + ":" + port;
  }

  /** A webhook worker, not started, that is set up like the others but for these settings. */
  Service webhookWorker(String name, Map<String, String> differing) {
    List<Integer> ports = FreePorts.take(2);
    String address = addressOf(name, ports.getFirst());
    workerAddresses.add(address);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("stream0.webhooks.server.port", ports.getFirst().toString());
    settings.put("stream0.webhooks.server.advertised", address);
    settings.put("stream0.webhooks.state-dir", stateOf(name).toString());
    settings.put("stream0.webhooks.rocksdb.block-cache", "16MB");
    settings.put("stream0.webhooks.rocksdb.write-buffers", "16MB");
    settings.put(PRIVATE_ADDRESSES, "true");
    settings.putAll(differing);
    return service(name, layout.programs().webhookWorker(), ports, settings);
  }

  /** An api, not started, that is set up like the others but for these settings. */
  Service api(String name, Map<String, String> differing) {
    List<Integer> ports = FreePorts.take(2);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("stream0.server.port", ports.getFirst().toString());
    settings.put("stream0.processors", String.join(",", processorAddresses));
    settings.put("stream0.sign-up", "open");
    settings.put("stream0.webhook-workers", String.join(",", workerAddresses));
    settings.put(PRIVATE_ADDRESSES, "true");
    settings.putAll(differing);
    return service(name, layout.programs().api(), ports, settings);
  }

  private Service service(
      String name, List<String> program, List<Integer> ports, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spring.kafka.bootstrap-servers", brokers.bootstrapServers());
    all.put("management.server.port", ports.getLast().toString());
    all.put("stream0.secret", SECRET);
    all.put("stream0.topics.partitions", Integer.toString(layout.partitions()));
    all.put("stream0.topics.replication", Integer.toString(layout.replication()));
    all.putAll(everywhere);
    all.putAll(settings);
    List<String> arguments = new ArrayList<>(FLAGS);
    arguments.addAll(layout.network().flags(name));
    arguments.addAll(program);
    all.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
    return new Service(
        new JavaProcess(name, layout.folder().resolve(name + ".log"), arguments),
        HOST + ":" + ports.getFirst(),
        HOST + ":" + ports.getLast());
  }

  /** The folder of a service's stores: without it, it restores them from the cluster. */
  public Path stateOf(String service) {
    return layout.folder().resolve("state-" + service);
  }

  /** Starts all of it and waits until every service is ready and every partition held. */
  public void start() throws InterruptedException {
    everything().forEach(JavaProcess::start);
    for (Service processor : processors) {
      awaitReady(processor);
    }
    awaitOwners();
  }

  /**
   * Returns when every api is ready and knows of every partition who holds it.
   *
   * @throws IllegalStateException if one ends or takes more than five minutes
   */
  public void awaitOwners() throws InterruptedException {
    for (Service worker : webhookWorkers) {
      awaitReady(worker);
    }
    for (Service api : apis) {
      await(api, Service::knowsEveryOwner);
    }
  }

  /**
   * @throws IllegalStateException if it ends or takes more than five minutes
   */
  public void awaitReady(Service service) throws InterruptedException {
    await(service, Service::isReady);
  }

  private static void await(Service service, Predicate<Service> ready) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!ready.test(service)) {
      if (!service.process().isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            service.process() + " is not ready:\n" + service.process().output());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  public List<JavaProcess> brokers() {
    return brokers.processes();
  }

  public List<Service> processors() {
    return processors;
  }

  public List<Service> webhookWorkers() {
    return webhookWorkers;
  }

  /** Where a Kafka client that is none of the cluster's reaches it, whatever its network does. */
  public String outsideBootstrapServers() {
    return brokers.outsideBootstrapServers();
  }

  public List<Service> apis() {
    return apis;
  }

  /** All processes, brokers first. */
  public List<JavaProcess> everything() {
    return Stream.of(
            brokers.processes().stream(),
            processors.stream().map(Service::process),
            webhookWorkers.stream().map(Service::process),
            apis.stream().map(Service::process))
        .flatMap(s -> s)
        .toList();
  }

  /** Kills all of it, as {@code kill -9} does. */
  public void kill() {
    everything().forEach(JavaProcess::kill);
  }

  /** Ends all of it: api before what they ask, brokers last. */
  @Override
  public void close() {
    everything().reversed().forEach(JavaProcess::stop);
  }

  @SuppressWarnings("SystemOut") // not a log: the terminal of whoever runs it
  public static void main(String[] args) throws InterruptedException {
    Path folder;
    try {
      folder = Files.createTempDirectory("stream0-cluster");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("state and logs in " + folder);
    Cluster cluster = new Cluster(Path.of("").toAbsolutePath(), folder, 3, 12);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
    cluster.start();
    System.out.println("brokers     " + cluster.outsideBootstrapServers());
    cluster.processors.forEach(p -> System.out.println("processor   " + p.url()));
    cluster.webhookWorkers.forEach(w -> System.out.println("webhooks    " + w.url()));
    cluster.apis.forEach(a -> System.out.println("api         " + a.url()));
    Stream.of(cluster.processors, cluster.webhookWorkers, cluster.apis)
        .flatMap(List::stream)
        .forEach(
            s ->
                System.out.println(
                    "health      http://" + s.management() + "/actuator/health/readiness"));
    System.out.println("Ctrl-C ends all of it.");
    new CountDownLatch(1).await();
  }
}

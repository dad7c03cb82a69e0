package io.stream0.faults.cluster;

import io.stream0.cluster.Cluster;
import io.stream0.cluster.JavaProcess;
import io.stream0.cluster.Service;
import io.stream0.faults.history.Period;
import io.stream0.faults.network.Break;
import io.stream0.faults.network.RelayedNetwork;
import io.stream0.faults.topics.Brokers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of a cluster by their names, as harm is done to them and ends. */
public final class Fleet implements AutoCloseable {
  private static final Duration MOST_TO_BE_WHOLE = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LOG_CHARACTERS = 6_000;

  private final Cluster cluster;
  private final RelayedNetwork network;
  private final Apis apis;
  private final Brokers brokers;
  private final Map<String, JavaProcess> processes = new LinkedHashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();

  /** Those that should run now, paused or not. */
  private final Set<String> running = new HashSet<>();

  private final List<String> endedByThemselves = new ArrayList<>();

  /** Since when each is paused that is. */
  private final Map<String, Long> pausedSince = new HashMap<>();

  private final Map<String, List<Period>> pauses = new HashMap<>();

  /**
   * @param cluster not started; its processes find each other by the network
   */
  public Fleet(Cluster cluster, RelayedNetwork network, Apis apis) {
    this.cluster = cluster;
    this.network = network;
    this.apis = apis;
    this.brokers = new Brokers(cluster.outsideBootstrapServers());
    cluster.everything().forEach(process -> processes.put(process.toString(), process));
    Stream.of(cluster.processors(), cluster.webhookWorkers(), cluster.apis())
        .flatMap(List::stream)
        .forEach(service -> services.put(service.process().toString(), service));
  }

  public List<String> apis() {
    return cluster.apis().stream().map(api -> api.process().toString()).toList();
  }

  public List<String> processors() {
    return cluster.processors().stream().map(one -> one.process().toString()).toList();
  }

  public List<String> webhookWorkers() {
    return cluster.webhookWorkers().stream().map(one -> one.process().toString()).toList();
  }

  public List<String> brokers() {
    return cluster.brokers().stream().map(JavaProcess::toString).toList();
  }

  public List<String> everybody() {
    return List.copyOf(processes.keySet());
  }

  public String outsideBootstrapServers() {
    return cluster.outsideBootstrapServers();
  }

  /** What can be asked of Kafka from outside, whatever is cut. */
  public Brokers kafka() {
    return brokers;
  }

  private JavaProcess process(String name) {
    JavaProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name + " (expected: one of " + everybody() + ")");
    }
    return process;
  }

  public void start(String name) {
    process(name).start();
    running.add(name);
    if (apis().contains(name)) {
      apis.started(name, URI.create(service(name).url()));
    }
  }

  private Service service(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException(name + " (expected: one of " + services.keySet() + ")");
    }
    return service;
  }

  /** {@code kill -9}. */
  public void kill(String name) {
    running.remove(name);
    process(name).kill();
    apis.ended(name);
  }

  /** Asks it to stop and waits until it has. */
  public void stop(String name) {
    running.remove(name);
    process(name).stop();
    apis.ended(name);
  }

  public void pause(String name) {
    pausedSince.put(name, System.nanoTime());
    process(name).pause();
  }

  public void resume(String name) {
    process(name).resume();
    Long since = pausedSince.remove(name);
    if (since != null) {
      pauses
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(new Period(since, System.nanoTime()));
    }
  }

  /** When any of these was paused, of what is over. */
  public List<Period> pauses(List<String> names) {
    return names.stream().flatMap(name -> pauses.getOrDefault(name, List.of()).stream()).toList();
  }

  /** What a process says to another one does not arrive from now on, or not now. */
  public void cut(Break broken) {
    network.cut(broken);
  }

  public void heal(Break broken) {
    network.heal(broken.way());
  }

  /** Deletes the stores of a service, which does not run. */
  public void forget(String service) {
    Path folder = cluster.stateOf(service);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts again whoever ended by itself, as whoever runs services does; to be called now and then.
   */
  public void supervise() {
    for (String name : List.copyOf(running)) {
      if (!process(name).isAlive()) {
        endedByThemselves.add(name + ":\n" + endOfLog(name));
        apis.ended(name);
        start(name);
      }
    }
  }

  /** The end of the log of each process that ended by itself. */
  public List<String> endedByThemselves() {
    return List.copyOf(endedByThemselves);
  }

  private String endOfLog(String name) {
    String output = process(name).output();
    return output.substring(Math.max(0, output.length() - LOG_CHARACTERS));
  }

  /** How each service is that should run, and the end of its log. */
  String states() {
    return services.keySet().stream()
        .filter(running::contains)
        .map(this::state)
        .collect(Collectors.joining("\n"));
  }

  private String state(String name) {
    return "%s, %s: %s%n%s"
        .formatted(
            name,
            process(name).isAlive() ? "running" : "ended",
            service(name).health(),
            endOfLog(name));
  }

  /**
   * Returns when every service says that it is ready and every partition has all of its copies.
   *
   * @return how long that took
   * @throws IllegalStateException if it takes more than four minutes
   */
  public Duration awaitWhole() throws InterruptedException {
    long began = System.nanoTime();
    List<String> missing = missing();
    while (!missing.isEmpty()) {
      if (System.nanoTime() - began > MOST_TO_BE_WHOLE.toNanos()) {
        throw new IllegalStateException(
            "not whole after " + MOST_TO_BE_WHOLE + ": " + String.join("; ", missing));
      }
      supervise();
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      missing = missing();
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Ready, and if it is an api, in reach of every partition: it is ready with some of them. */
  private boolean isWhole(Service service) {
    return cluster.apis().contains(service) ? service.knowsEveryOwner() : service.isReady();
  }

  private List<String> missing() throws InterruptedException {
    List<String> missing = new ArrayList<>();
    for (String name : services.keySet()) {
      if (running.contains(name) && !isWhole(service(name))) {
        missing.add("not ready: " + state(name));
      }
    }
    return missing.isEmpty() ? brokers.missing() : missing;
  }

  @Override
  public void close() {
    brokers.close();
    cluster.kill();
    network.close();
  }
}

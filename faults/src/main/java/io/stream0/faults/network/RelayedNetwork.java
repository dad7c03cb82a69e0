package io.stream0.faults.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.cluster.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network of one machine in which each way can be cut: every process calls the others by name,
 * and has a hosts file of its own ({@code jdk.net.hosts.file}) by which each name is an address of
 * 127.0.0.0/8 that nobody else uses. There a relay listens, on the same ports as the process meant.
 * So what a process advertises, such as a broker its listeners, is the same to all, and yet each
 * comes by its own way. Needs no privileges, and a system on which all of 127.0.0.0/8 is loopback,
 * as Linux has it.
 */
public final class RelayedNetwork implements Network, AutoCloseable {
  private static final String LOCAL = "127.0.0.1";

  /** Relays are at 127.77.f.t: from the process of number f to that of number t. */
  private static final int RELAYS = 77;

  private final Path folder;

  /** The ports of each process, in the order of their numbers. */
  private final Map<String, Set<Integer>> ports = new LinkedHashMap<>();

  private final Map<Way, Valve> valves = new HashMap<>();
  private final Map<Way, List<Relay>> relays = new HashMap<>();

  /**
   * @param folder of the hosts files
   */
  public RelayedNetwork(Path folder) {
    this.folder = folder;
  }

  @Override
  public String hostOf(String process) {
    know(process);
    return process;
  }

  @Override
  public synchronized List<String> flags(String process) {
    know(process);
    return List.of("-Djdk.net.hosts.file=" + hosts(process));
  }

  @Override
  public synchronized void listens(String process, int port) {
    know(process);
    if (ports.getOrDefault(process, Set.of()).contains(port)) {
      return;
    }
    ports.computeIfAbsent(process, p -> new LinkedHashSet<>()).add(port);
    for (String from : List.copyOf(ports.keySet())) {
      relay(new Way(from, process), port);
    }
  }

  private synchronized void know(String process) {
    if (ports.putIfAbsent(process, new LinkedHashSet<>()) == null) {
      ports.forEach((to, ofThat) -> ofThat.forEach(port -> relay(new Way(process, to), port)));
      ports.keySet().forEach(this::writeHosts);
    }
  }

  private void relay(Way way, int port) {
    if (!way.from().equals(way.to())) {
      relays
          .computeIfAbsent(way, w -> new ArrayList<>())
          .add(
              new Relay(
                  addressOf(way),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                  valve(way)));
    }
  }

  private Valve valve(Way way) {
    return valves.computeIfAbsent(way, w -> new Valve());
  }

  private int number(String process) {
    return 1 + List.copyOf(ports.keySet()).indexOf(process);
  }

  private InetAddress addressOf(Way way) {
    byte[] address = {127, RELAYS, (byte) number(way.from()), (byte) number(way.to())};
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path hosts(String process) {
    return folder.resolve(process + ".hosts");
  }

  /** What a process takes each name for: itself to be here, everybody else behind a relay. */
  private void writeHosts(String process) {
    List<String> lines = new ArrayList<>();
    // Where a hosts file is given, no other name is known.
    lines.add(LOCAL + " localhost " + ownName());
    for (String to : ports.keySet()) {
      String address =
          to.equals(process) ? LOCAL : addressOf(new Way(process, to)).getHostAddress();
      lines.add(address + " " + to);
    }
    try {
      Files.createDirectories(folder);
      Files.write(hosts(process), lines, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // Then nobody can ask for it either.
      return "";
    }
  }

  /** From now on bytes do not pass this way, until it is healed. */
  public void cut(Break broken) {
    valveOf(broken.way()).cut(broken.cut());
    changed(broken.way());
  }

  public void heal(Way way) {
    valveOf(way).heal();
    changed(way);
  }

  private synchronized Valve valveOf(Way way) {
    if (!relays.containsKey(way)) {
      throw new IllegalArgumentException("no way from " + way);
    }
    return valve(way);
  }

  private void changed(Way way) {
    List<Relay> onIt;
    synchronized (this) {
      onIt = List.copyOf(relays.getOrDefault(way, List.of()));
    }
    onIt.forEach(Relay::changed);
  }

  @Override
  public synchronized void close() {
    valves.values().forEach(valve -> valve.cut(Cut.both(Cut.Manner.RESET)));
    relays.values().forEach(some -> some.forEach(Relay::close));
  }
}

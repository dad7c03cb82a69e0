package io.stream0.api.owners;

import io.stream0.kafka.StartPhase;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holdings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All processors that this api knows of: those it was told of by setting, and whom they know. An
 * address of the setting that something else answers at is refused at start; one that nobody
 * answers at, or not so that it tells what is there, is tried on and on.
 */
final class Processors implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Processors.class);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final List<ProcessorAddress> seeds;
  private final Calling calling;
  private final Owners owners;
  private final ProcessorCheck check;
  private final Map<ProcessorAddress, ProcessorFollower> followers = new ConcurrentHashMap<>();

  /** Whom each knows. */
  private final Map<ProcessorAddress, Set<String>> known = new ConcurrentHashMap<>();

  private volatile boolean running;

  Processors(List<String> seeds, Calling calling, Owners owners, ProcessorCheck check) {
    if (seeds.isEmpty()) {
      throw InvalidValueException.missing(
          "stream0.processors", "host:port of one processor or more");
    }
    this.seeds = seeds.stream().map(ProcessorAddress::new).toList();
    this.calling = calling;
    this.owners = owners;
    this.check = check;
  }

  @Override
  public void start() {
    seeds.forEach(this::refuseWhatIsNoProcessor);
    running = true;
    seeds.forEach(this::follow);
  }

  private void refuseWhatIsNoProcessor(ProcessorAddress seed) {
    ProcessorLink link = new ProcessorLink(seed, calling);
    try {
      check.accept(seed, link.holdings(Holdings.UNKNOWN, Duration.ZERO, FIRST_LOOK));
    } catch (IOException e) {
      // It may start, or stop, or the network may: what it is, is not known. It is asked on and on.
      log.warn("processor {} is out of reach: {}", seed, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    } finally {
      link.close();
    }
  }

  private void follow(ProcessorAddress address) {
    if (!running) {
      return;
    }
    followers.computeIfAbsent(
        address,
        a -> {
          ProcessorFollower follower =
              new ProcessorFollower(
                  new ProcessorLink(a, calling), owners, check, names -> heard(a, names));
          follower.start();
          return follower;
        });
  }

  /** Of whom nobody in reach knows any more, and who is out of reach, is gone. */
  private void heard(ProcessorAddress from, Set<String> addresses) {
    known.put(from, addresses);
    addresses.stream().map(ProcessorAddress::new).forEach(this::follow);
    List<ProcessorFollower> gone =
        followers.values().stream()
            .filter(follower -> follower.trouble() != null && !isKnown(follower.address()))
            .toList();
    for (ProcessorFollower follower : gone) {
      known.remove(follower.address());
      followers.remove(follower.address());
      follower.close();
    }
  }

  private boolean isKnown(ProcessorAddress address) {
    return seeds.contains(address)
        || followers.values().stream()
            .filter(follower -> follower.trouble() == null)
            .map(follower -> known.getOrDefault(follower.address(), Set.of()))
            .anyMatch(names -> names.contains(address.hostAndPort()));
  }

  /** The processors that are out of reach, and why. */
  Map<String, String> outOfReach() {
    Map<String, String> outOfReach = new TreeMap<>();
    followers.forEach(
        (address, follower) -> {
          String trouble = follower.trouble();
          if (trouble != null) {
            outOfReach.put(address.hostAndPort(), trouble);
          }
        });
    return outOfReach;
  }

  Set<String> addresses() {
    return followers.keySet().stream()
        .map(ProcessorAddress::hostAndPort)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void stop() {
    running = false;
    followers.values().forEach(ProcessorFollower::close);
    followers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.READY;
  }
}

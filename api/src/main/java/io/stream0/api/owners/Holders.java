package io.stream0.api.owners;

import io.stream0.kafka.StartPhase;
import io.stream0.protocol.wire.Holder;
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
 * All of a kind that this api knows of: those it was told of by setting, and whom they know. An
 * address of the setting that something else answers at is refused at start; one that nobody
 * answers at, or not so that it tells what is there, is tried on and on.
 */
final class Holders implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Holders.class);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final Holder holder;
  private final List<HolderAddress> seeds;
  private final Calling calling;
  private final Owners owners;
  private final HolderCheck check;
  private final Map<HolderAddress, HolderFollower> followers = new ConcurrentHashMap<>();

  /** Whom each knows. */
  private final Map<HolderAddress, Set<String>> known = new ConcurrentHashMap<>();

  private volatile boolean running;

  /**
   * @param seeds where some of them are; without any, nobody is there
   */
  Holders(Holder holder, List<String> seeds, Calling calling, HolderCheck check) {
    this.holder = holder;
    this.seeds = seeds.stream().map(this::address).toList();
    this.calling = calling;
    this.owners = new Owners(holder);
    this.check = check;
  }

  private HolderAddress address(String hostAndPort) {
    return new HolderAddress(holder, hostAndPort);
  }

  /** Who of them holds what. */
  Owners owners() {
    return owners;
  }

  /** Whether no address was set to look for them at. */
  boolean isNobodyNamed() {
    return seeds.isEmpty();
  }

  @Override
  public void start() {
    seeds.forEach(this::refuseWhatIsNone);
    running = true;
    seeds.forEach(this::follow);
  }

  private void refuseWhatIsNone(HolderAddress seed) {
    HolderLink link = new HolderLink(seed, calling);
    try {
      check.accept(seed, link.holdings(Holdings.UNKNOWN, Duration.ZERO, FIRST_LOOK));
    } catch (IOException e) {
      // It may start, or stop, or the network may: what it is, is not known. It is asked on and on.
      log.warn("{} {} is out of reach: {}", holder.noun(), seed, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    } finally {
      link.close();
    }
  }

  private void follow(HolderAddress address) {
    if (!running) {
      return;
    }
    followers.computeIfAbsent(
        address,
        a -> {
          HolderFollower follower =
              new HolderFollower(
                  new HolderLink(a, calling), owners, check, names -> heard(a, names));
          follower.start();
          return follower;
        });
  }

  /** Of whom nobody in reach knows any more, and who is out of reach, is gone. */
  private void heard(HolderAddress from, Set<String> addresses) {
    known.put(from, addresses);
    addresses.stream().map(this::address).forEach(this::follow);
    List<HolderFollower> gone =
        followers.values().stream()
            .filter(follower -> follower.trouble() != null && !isKnown(follower.address()))
            .toList();
    for (HolderFollower follower : gone) {
      known.remove(follower.address());
      followers.remove(follower.address());
      follower.close();
    }
  }

  private boolean isKnown(HolderAddress address) {
    return seeds.contains(address)
        || followers.values().stream()
            .filter(follower -> follower.trouble() == null)
            .map(follower -> known.getOrDefault(follower.address(), Set.of()))
            .anyMatch(names -> names.contains(address.hostAndPort()));
  }

  /** Those that are out of reach, and why. */
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
        .map(HolderAddress::hostAndPort)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void stop() {
    running = false;
    followers.values().forEach(HolderFollower::close);
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

package io.stream0.faults.cluster;

import io.stream0.faults.network.Break;
import io.stream0.faults.network.Cut;
import io.stream0.faults.network.Cut.Manner;
import io.stream0.faults.network.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Deals faults by chance: every kind once, in any order, then every kind again; whom it hits, how
 * and how long is left to chance too.
 */
final class Deck {
  /** How long the groups of processors and of webhook workers wait for a member; Kafka's least. */
  private static final int GROUP_SESSION_MILLIS = 6_000;

  /** How long the controller waits for a broker; Kafka's default. */
  private static final int BROKER_SESSION_MILLIS = 9_000;

  private static final int LONGER_MILLIS = 5_000;
  private static final int SHORT_MILLIS = 2_000;
  private static final int WHILE_MILLIS = 4_000;

  private final RandomGenerator chances;
  private final List<String> apis;
  private final List<String> processors;
  private final List<String> workers;
  private final List<String> brokers;
  private final List<Kind> left = new ArrayList<>();

  /**
   * @param workers those that tell webhooks
   */
  Deck(
      RandomGenerator chances,
      List<String> apis,
      List<String> processors,
      List<String> workers,
      List<String> brokers) {
    this.chances = chances;
    this.apis = apis;
    this.processors = processors;
    this.workers = workers;
    this.brokers = brokers;
  }

  /** A fault and its kind. */
  record Dealt(Kind kind, Fault fault) {}

  /**
   * @param spared processes that it must not kill or pause
   */
  Dealt deal(Set<String> spared) {
    if (left.isEmpty()) {
      left.addAll(List.of(Kind.values()));
    }
    Kind kind = left.remove(chances.nextInt(left.size()));
    return new Dealt(kind, fault(kind, spared));
  }

  private Fault fault(Kind kind, Set<String> spared) {
    return switch (kind) {
      case KILL_API -> new Fault.Killed(one(apis, spared), upTo(0, SHORT_MILLIS));
      case KILL_PROCESSOR -> new Fault.Killed(one(processors, spared), upTo(0, SHORT_MILLIS));
      case KILL_WORKER -> new Fault.Killed(one(workers, spared), upTo(0, SHORT_MILLIS));
      case KILL_BROKER -> new Fault.Killed(one(brokers, spared), upTo(0, SHORT_MILLIS));
      case LOSE_BROKER ->
          new Fault.Killed(one(brokers, spared), upTo(BROKER_SESSION_MILLIS, 2 * LONGER_MILLIS));
      case PAUSE_API -> paused(apis, spared);
      case PAUSE_PROCESSOR -> paused(processors, spared);
      case PAUSE_WORKER -> paused(workers, spared);
      case PAUSE_BROKER ->
          new Fault.Paused(one(brokers, spared), true, upTo(BROKER_SESSION_MILLIS, LONGER_MILLIS));
      case CUT_API_PROCESSOR -> severed(one(apis), one(processors));
      case CUT_API_BROKER -> severed(one(apis), one(brokers));
      case CUT_PROCESSOR_BROKER -> severed(one(processors), one(brokers));
      case CUT_WORKER_BROKER -> severed(one(workers), one(brokers));
      case CUT_BROKER_BROKER -> {
        String first = one(brokers);
        yield new Fault.Severed(
            Break.between(first, one(brokers, Set.of(first)), cut()),
            true,
            upTo(WHILE_MILLIS, 2 * LONGER_MILLIS));
      }
      case CUT_OFF_PROCESSOR -> cutOff(one(processors));
      case CUT_OFF_WORKER -> cutOff(one(workers));
      case CUT_OFF_BROKER -> {
        String broker = one(brokers);
        Cut cut = Cut.both(manner());
        yield new Fault.Severed(
            brokers.stream()
                .filter(other -> !other.equals(broker))
                .flatMap(other -> Break.between(broker, other, cut).stream())
                .toList(),
            true,
            upTo(BROKER_SESSION_MILLIS, LONGER_MILLIS));
      }
    };
  }

  private Fault paused(List<String> services, Set<String> spared) {
    return new Fault.Paused(
        one(services, spared), false, upTo(GROUP_SESSION_MILLIS, LONGER_MILLIS));
  }

  private Fault cutOff(String service) {
    Cut cut = cut();
    return new Fault.Severed(
        brokers.stream().map(broker -> new Break(new Way(service, broker), cut)).toList(),
        false,
        upTo(GROUP_SESSION_MILLIS, LONGER_MILLIS));
  }

  private Fault severed(String from, String to) {
    return new Fault.Severed(
        List.of(new Break(new Way(from, to), cut())), false, upTo(WHILE_MILLIS, 2 * LONGER_MILLIS));
  }

  private Cut cut() {
    return switch (chances.nextInt(3)) {
      case 0 -> new Cut(true, false, manner());
      case 1 -> new Cut(false, true, manner());
      default -> Cut.both(manner());
    };
  }

  private Manner manner() {
    return switch (chances.nextInt(3)) {
      case 0 -> Manner.LATE;
      case 1 -> Manner.LOST;
      default -> Manner.RESET;
    };
  }

  private String one(List<String> names) {
    return one(names, Set.of());
  }

  private String one(List<String> names, Set<String> spared) {
    List<String> from =
        names.stream().filter(name -> !spared.contains(name)).collect(Collectors.toList());
    return from.get(chances.nextInt(from.size()));
  }

  /** So long at least, and as much longer as chance has it. */
  private Duration upTo(int millis, int longer) {
    return Duration.ofMillis(millis + chances.nextInt(1, longer + 1));
  }
}

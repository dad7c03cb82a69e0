package io.stream0.faults.cluster;

import io.stream0.faults.network.Break;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Harm that is done to a cluster for some time. */
public sealed interface Fault {
  Duration lasts();

  void begin(Fleet fleet);

  void end(Fleet fleet);

  /** Processes that no other fault may kill or pause meanwhile. */
  Set<String> victims();

  /**
   * Whether a broker may be deposed by it, and in reach of others before it knows that. A killed
   * one is not.
   */
  boolean mayDepose();

  /** Killed as by {@code kill -9}, and started again when the fault is over. */
  record Killed(String process, Duration lasts) implements Fault {
    @Override
    public void begin(Fleet fleet) {
      fleet.kill(process);
    }

    @Override
    public void end(Fleet fleet) {
      fleet.start(process);
    }

    @Override
    public Set<String> victims() {
      return Set.of(process);
    }

    @Override
    public boolean mayDepose() {
      return false;
    }

    @Override
    public String toString() {
      return "kill -9 of %s, down for %.1f s".formatted(process, seconds(lasts));
    }
  }

  /**
   * Paused in the midst of what it does, and let on.
   *
   * @param broker whether it is one
   */
  record Paused(String process, boolean broker, Duration lasts) implements Fault {
    @Override
    public void begin(Fleet fleet) {
      fleet.pause(process);
    }

    @Override
    public void end(Fleet fleet) {
      fleet.resume(process);
    }

    @Override
    public Set<String> victims() {
      return Set.of(process);
    }

    @Override
    public boolean mayDepose() {
      return broker;
    }

    @Override
    public String toString() {
      return "%s paused for %.1f s".formatted(process, seconds(lasts));
    }
  }

  /**
   * Ways of the network that are cut.
   *
   * @param betweenBrokers whether they are from brokers to brokers
   */
  record Severed(List<Break> breaks, boolean betweenBrokers, Duration lasts) implements Fault {
    public Severed {
      breaks = List.copyOf(breaks);
    }

    @Override
    public void begin(Fleet fleet) {
      breaks.forEach(fleet::cut);
    }

    @Override
    public void end(Fleet fleet) {
      breaks.forEach(fleet::heal);
    }

    @Override
    public Set<String> victims() {
      return Set.of();
    }

    @Override
    public boolean mayDepose() {
      return betweenBrokers;
    }

    @Override
    public String toString() {
      return "%s, for %.1f s"
          .formatted(
              breaks.stream().map(Break::toString).collect(Collectors.joining("; ")),
              seconds(lasts));
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}

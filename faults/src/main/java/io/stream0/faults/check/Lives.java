package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** When agents were there. */
final class Lives {
  private final Map<AgentId, List<Ending>> endings = new HashMap<>();
  private final Map<AgentId, List<When>> registrations = new HashMap<>();

  /**
   * An agent was deleted at some moment in between, if it was there.
   *
   * @param started when that was first asked for
   * @param ended when it was certain; {@link Long#MAX_VALUE} if it never was
   * @param last the call that made it certain, or the last one that did not
   */
  record Ending(long started, long ended, When last) {
    boolean isCertain() {
      return ended < Long.MAX_VALUE;
    }
  }

  static Lives of(List<Call> calls) {
    Lives lives = new Lives();
    for (Call call : calls) {
      switch (call) {
        case Call.Delete delete -> lives.add(delete);
        case Call.Register register -> lives.add(register);
        case Call.Send send -> {}
        case Call.Ack ack -> {}
        case Call.Read read -> {}
      }
    }
    return lives;
  }

  /** Calls come in the order of their starts. */
  private void add(Call.Delete delete) {
    List<Ending> known = endings.computeIfAbsent(delete.agent(), a -> new ArrayList<>());
    boolean goesOn = !known.isEmpty() && !known.getLast().isCertain();
    long started = goesOn ? known.removeLast().started() : delete.when().started();
    long ended = delete.answer().isKnown() ? delete.when().ended() : Long.MAX_VALUE;
    known.add(new Ending(started, ended, delete.when()));
  }

  private void add(Call.Register register) {
    if (register.answer() instanceof Answer.Done<?>) {
      registrations.computeIfAbsent(register.agent(), a -> new ArrayList<>()).add(register.when());
    }
  }

  /** The times at which the agent may have been deleted, of which some part is in between. */
  List<Ending> endings(AgentId agent, long from, long to) {
    return endings.getOrDefault(agent, List.of()).stream()
        .filter(ending -> ending.started() < to && ending.ended() > from)
        .toList();
  }

  /**
   * Whether the agent may have been deleted in between. Endings do not overlap: the last counts.
   */
  boolean mayEnd(AgentId agent, long from, long to) {
    List<Ending> known = endings(agent);
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).started() < to) {
        return known.get(i).ended() > from;
      }
    }
    return false;
  }

  /** All times at which the agent was deleted, first to last. */
  List<Ending> endings(AgentId agent) {
    return endings.getOrDefault(agent, List.of());
  }

  /** The servers that had registered the agent themselves before this, after it last ended. */
  Set<String> registeredBy(AgentId agent, long before) {
    return registrations.getOrDefault(agent, List.of()).stream()
        .filter(registered -> registered.ended() < before)
        .filter(registered -> !mayEnd(agent, registered.started(), before))
        .map(When::server)
        .collect(Collectors.toSet());
  }

  /** Whether the agent was there all the time from before {@code from} until {@code to}. */
  boolean isThere(AgentId agent, long from, long to) {
    return registrations.getOrDefault(agent, List.of()).stream()
        .filter(registered -> registered.ended() < from)
        .max(Comparator.comparingLong(When::ended))
        .filter(registered -> !mayEnd(agent, registered.started(), to))
        .isPresent();
  }
}

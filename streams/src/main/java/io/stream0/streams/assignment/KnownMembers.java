package io.stream0.streams.assignment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What each member of the group was given when this process last assigned tasks. A member has
 * opened the stores of that since: its stream thread does so before it joins again. A process keeps
 * its id over a restart, a member does not.
 */
public final class KnownMembers {
  private Map<String, Set<TaskId>> given = Map.of();

  /** What a process was given, if all of its members were there then. */
  synchronized Optional<Set<TaskId>> given(SortedSet<String> members) {
    return given.keySet().containsAll(members)
        ? members.stream().findFirst().map(given::get)
        : Optional.empty();
  }

  /**
   * @param given by the id of each member, what its process was given
   */
  synchronized void replaceBy(Map<String, Set<TaskId>> given) {
    this.given = Map.copyOf(given);
  }
}

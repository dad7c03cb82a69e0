package io.stream0.streams.assignment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What each process of the group was given when this one last assigned tasks, by the ids that its
 * members had then. A member has opened the stores of that since: its stream thread does so before
 * it joins again. A restarted process keeps its process id, but its members have new ids.
 */
public final class KnownMembers {
  private Map<Set<String>, Given> given = Map.of();

  /**
   * What a process was given.
   *
   * @param active the tasks it was to fold, those among them that another had to let go of first
   * @param all these, and those it was to have copies of
   */
  record Given(Set<TaskId> active, Set<TaskId> all) {}

  /** What the process with just these members was given; empty if there was none. */
  synchronized Optional<Given> given(SortedSet<String> members) {
    return Optional.ofNullable(given.get(members));
  }

  /**
   * @param given what each process is given now, by the ids of its members
   */
  synchronized void replaceBy(Map<Set<String>, Given> given) {
    this.given = Map.copyOf(given);
  }

  /** Others have assigned tasks since: what is known here is what was. */
  synchronized void forget() {
    given = Map.of();
  }
}

package io.stream0.streams.assignment;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;

/** One process of the group: what it had, and what it is given. */
final class Member {
  /** For a lag: the store is being written there. */
  private static final long LATEST = -2;

  final KafkaStreamsState state;
  final Set<TaskId> active = new TreeSet<>();
  final Set<TaskId> copies = new TreeSet<>();

  private final Optional<KnownMembers.Given> given;
  private final Map<TaskId, Long> lags;

  /**
   * @param given what it was given at the last assignment, and has opened since; empty if it was
   *     not there
   */
  Member(KafkaStreamsState state, Optional<KnownMembers.Given> given) {
    this.state = state;
    this.given = given;
    this.lags = state.statefulTasksToLagSums();
  }

  /**
   * How many records of its changelogs the task's stores lack here. Where Kafka Streams could not
   * learn how long these are, none for what was here before.
   */
  long lag(TaskId task) {
    Long lag = lags.get(task);
    if (lag == null || lag == LATEST) {
      // It has no store, or one that lacks nothing.
      return 0;
    }
    if (lag >= 0) {
      return lag;
    }
    return had(task) ? 0 : Long.MAX_VALUE;
  }

  /** Whether it has folded it or had a copy, were it on its disk alone. */
  boolean had(TaskId task) {
    return state.previousActiveTasks().contains(task)
        || state.previousStandbyTasks().contains(task);
  }

  /** Whether Kafka Streams knew how long the changelogs are. */
  boolean knowsLags() {
    return lags.values().stream().allMatch(lag -> lag >= 0 || lag == LATEST);
  }

  /** Whether it was there at the last assignment. */
  boolean isKnown() {
    return given.isPresent();
  }

  /** Whether the task's stores, if it has any, are open here. */
  boolean hasOpen(TaskId task) {
    return given.filter(last -> last.all().contains(task) || !lags.containsKey(task)).isPresent();
  }

  /** Whether it was to fold the task: another may only now have let go of it. */
  boolean isPromised(TaskId task) {
    return given.filter(last -> last.active().contains(task)).isPresent();
  }

  boolean holds(TaskId task) {
    return active.contains(task) || copies.contains(task);
  }

  /** What a stream thread has of so many tasks. */
  double each(long tasks) {
    return (double) tasks / state.numProcessingThreads();
  }

  /** How many of them are of one subtopology. */
  static long count(Set<TaskId> tasks, int subtopology) {
    return tasks.stream().filter(task -> task.subtopology() == subtopology).count();
  }

  /** Whoever has the least of this subtopology first, then whoever has the least. */
  static Comparator<Member> byLoad(int subtopology) {
    return Comparator.comparingDouble(
            (Member member) -> member.each(count(member.active, subtopology)))
        .thenComparingDouble(member -> member.each(member.active.size()))
        .thenComparingDouble(member -> member.each(member.copies.size()))
        .thenComparing(member -> member.state.processId());
  }
}

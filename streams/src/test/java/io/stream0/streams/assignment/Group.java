package io.stream0.streams.assignment;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;
import org.apache.kafka.streams.processor.assignment.ProcessId;
import org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;
import org.apache.kafka.streams.processor.assignment.TaskAssignor.AssignmentError;
import org.apache.kafka.streams.processor.assignment.TaskAssignor.TaskAssignment;
import org.apache.kafka.streams.processor.assignment.TaskInfo;
import org.apache.kafka.streams.processor.assignment.TaskTopicPartition;
import org.apache.kafka.streams.state.HostInfo;

/**
 * A group that rebalances as Kafka Streams' does: an active task is first taken from whoever has
 * it, and given to another in a rebalance of its own.
 */
final class Group {
  static final int MOVED_AT_ONCE = 4;
  static final long ACCEPTABLE_LAG = 1_000;
  static final Duration PROBING = Duration.ofHours(1);

  /** One process of it. */
  static final class StreamsProcess {
    final ProcessId id;
    final int threads;
    final SortedSet<String> members = new TreeSet<>();
    final SortedSet<TaskId> active = new TreeSet<>();
    final SortedSet<TaskId> copies = new TreeSet<>();

    /** What its files lack; what is not in it is not on its disk. */
    final Map<TaskId, Long> lags = new HashMap<>();

    StreamsProcess(int number, int threads) {
      this.id = new ProcessId(new UUID(0, number));
      this.threads = threads;
    }
  }

  final Map<TaskId, TaskInfo> tasks = new TreeMap<>();
  final Map<ProcessId, StreamsProcess> processes = new TreeMap<>();

  /** What a store has that begins with nothing. */
  long records = 1_000_000;

  /** Whether it is known how long the changelogs are. */
  boolean lagsAreKnown = true;

  int standbys = 1;
  Optional<Instant> next = Optional.empty();

  private KnownMembers known = new KnownMembers();
  private ProcessId leader = new ProcessId(new UUID(0, 0));
  private int joined;

  Group(int subtopologies, int partitions) {
    for (int subtopology = 0; subtopology < subtopologies; subtopology++) {
      for (int partition = 0; partition < partitions; partition++) {
        TaskId id = new TaskId(subtopology, partition);
        // The last of them has no store.
        tasks.put(id, new Task(id, subtopology == 0 || subtopology < subtopologies - 1));
      }
    }
  }

  StreamsProcess joins(StreamsProcess process) {
    process.members.clear();
    for (int thread = 0; thread < process.threads; thread++) {
      threadJoins(process);
    }
    process.active.clear();
    process.copies.clear();
    processes.put(process.id, process);
    return process;
  }

  void threadJoins(StreamsProcess process) {
    joined++;
    process.members.add(clientId(process) + "-" + new UUID(1, joined));
  }

  /** It knows of no assignment before. */
  void leads(StreamsProcess process) {
    leader = process.id;
    known = new KnownMembers();
  }

  /** Its files stay. */
  void leaves(StreamsProcess process) {
    processes.remove(process.id);
  }

  private StreamsProcess process(ProcessId id) {
    return Objects.requireNonNull(processes.get(id));
  }

  private static String clientId(StreamsProcess process) {
    return "app-" + process.id.id() + "-StreamThread-1-consumer";
  }

  /** Until none of them causes another at once; returns how many there were. */
  int rebalance() {
    int rounds = 1;
    while (round()) {
      rounds++;
    }
    return rounds;
  }

  /** Whether another must follow at once, since something was taken away. */
  boolean round() {
    if (!processes.containsKey(leader)) {
      leads(processes.values().iterator().next());
    }
    TaskAssignor assignor = new WarmStickyTaskAssignor();
    assignor.configure(
        Map.of(
            WarmStickyTaskAssignor.KNOWN_MEMBERS, known, "client.id", clientId(process(leader))));
    ApplicationState state = new State();
    TaskAssignment assignment = assignor.assign(state);
    AssignmentError error = TaskAssignmentUtils.validateTaskAssignment(state, assignment);
    if (error != AssignmentError.NONE) {
      throw new AssertionError(error);
    }
    next = Optional.empty();
    for (KafkaStreamsAssignment each : assignment.assignment()) {
      each.followupRebalanceDeadline()
          .ifPresent(
              at -> {
                if (!each.processId().equals(leader)) {
                  throw new AssertionError("by the clock of " + each.processId());
                }
                next = Optional.of(at);
              });
    }
    return apply(assignment);
  }

  private boolean apply(TaskAssignment assignment) {
    Set<TaskId> owned =
        processes.values().stream()
            .flatMap(process -> process.active.stream())
            .collect(Collectors.toSet());
    boolean revoked = false;
    for (KafkaStreamsAssignment each : assignment.assignment()) {
      StreamsProcess process = process(each.processId());
      Set<TaskId> before = Set.copyOf(process.active);
      process.active.clear();
      process.copies.clear();
      for (AssignedTask task : each.tasks().values()) {
        if (task.type() == AssignedTask.Type.ACTIVE
            && (before.contains(task.id()) || !owned.contains(task.id()))) {
          process.active.add(task.id());
        } else {
          process.copies.add(task.id());
        }
        process.lags.putIfAbsent(task.id(), records);
      }
      revoked |= !process.active.containsAll(before);
    }
    return revoked;
  }

  /** All that is open somewhere has caught up. */
  void restored() {
    restored(task -> true);
  }

  /** What is open somewhere has caught up if it is among these. */
  void restored(Predicate<TaskId> which) {
    for (StreamsProcess process : processes.values()) {
      Stream.concat(process.active.stream(), process.copies.stream())
          .filter(which)
          .forEach(task -> process.lags.put(task, 0L));
    }
  }

  boolean isStateful(TaskId task) {
    return Objects.requireNonNull(tasks.get(task)).isStateful();
  }

  Set<TaskId> unowned() {
    Set<TaskId> unowned = new HashSet<>(tasks.keySet());
    processes.values().forEach(process -> unowned.removeAll(process.active));
    return unowned;
  }

  private record Task(TaskId id, boolean isStateful) implements TaskInfo {
    @Override
    public Set<String> stateStoreNames() {
      return isStateful ? Set.of("store-" + id.subtopology()) : Set.of();
    }

    @Override
    public Set<TaskTopicPartition> topicPartitions() {
      return Set.of();
    }
  }

  private final class State implements ApplicationState {
    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
      Map<ProcessId, KafkaStreamsState> states = new TreeMap<>();
      processes.forEach((id, process) -> states.put(id, new ProcessState(process)));
      return states;
    }

    @Override
    public AssignmentConfigs assignmentConfigs() {
      return new AssignmentConfigs(
          ACCEPTABLE_LAG, MOVED_AT_ONCE, standbys, PROBING.toMillis(), List.of());
    }

    @Override
    public Map<TaskId, TaskInfo> allTasks() {
      return tasks;
    }
  }

  private final class ProcessState implements KafkaStreamsState {
    private static final long LATEST = -2;
    private static final long UNKNOWN = -3;
    private final StreamsProcess process;

    ProcessState(StreamsProcess process) {
      this.process = process;
    }

    @Override
    public ProcessId processId() {
      return process.id;
    }

    @Override
    public int numProcessingThreads() {
      return process.threads;
    }

    @Override
    public SortedSet<String> consumerClientIds() {
      return process.members;
    }

    @Override
    public SortedSet<TaskId> previousActiveTasks() {
      return process.active;
    }

    /** With what is on its disk: Kafka Streams tells no difference. */
    @Override
    public SortedSet<TaskId> previousStandbyTasks() {
      SortedSet<TaskId> standby = new TreeSet<>(process.lags.keySet());
      standby.removeAll(process.active);
      return standby;
    }

    @Override
    public long lagFor(TaskId task) {
      return Objects.requireNonNull(statefulTasksToLagSums().get(task));
    }

    @Override
    public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
      throw new AssertionError("the assignor goes by processes, and does not ask this of members");
    }

    @Override
    public Map<TaskId, Long> statefulTasksToLagSums() {
      Map<TaskId, Long> lags = new HashMap<>();
      tasks
          .values()
          .forEach(
              task -> {
                if (task.isStateful()) {
                  lags.put(task.id(), lag(task.id()));
                }
              });
      return lags;
    }

    /** One that is still restored has the offset of a copy. */
    private long lag(TaskId task) {
      long lag = process.lags.getOrDefault(task, records);
      if (process.active.contains(task) && lag == 0) {
        return LATEST;
      }
      return lagsAreKnown ? lag : UNKNOWN;
    }

    @Override
    public Optional<HostInfo> hostInfo() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> clientTags() {
      return Map.of();
    }

    @Override
    public Optional<String> rackId() {
      return Optional.empty();
    }
  }
}

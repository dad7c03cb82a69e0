package io.stream0.streams.assignment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;
import org.jspecify.annotations.Nullable;

/**
 * Leaves each task where it is until another process has its stores open and restored, and then
 * moves few of them at a time (KIP-924). A process that has just started is given copies first,
 * whatever is on its disk: Kafka Streams' own assignor takes a checkpoint for readiness (KIP-441),
 * gives it half of all tasks at once, and while it opens their stores nobody answers for them.
 *
 * <p>So many at a time are {@code max.warmup.replicas}; restored is who lacks no more than {@code
 * acceptable.recovery.lag}; where tasks wait for a restore it is looked again each {@code
 * probing.rebalance.interval.ms}. It knows nothing of racks. Only the class of the group's leader
 * counts.
 */
public final class WarmStickyTaskAssignor implements TaskAssignor {
  /** The setting that has the {@link KnownMembers} of a process. */
  public static final String KNOWN_MEMBERS = "stream0.assignment.known.members";

  /** A newcomer that opens its copies joins no sooner than it is done; until then all stays. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final int UUID_LENGTH = 36;

  private @Nullable KnownMembers known;
  private String ownPrefix = "";

  /**
   * @throws ConfigException without {@link #KNOWN_MEMBERS}: nobody would ever be known
   */
  @Override
  public void configure(Map<String, ?> settings) {
    if (!(settings.get(KNOWN_MEMBERS) instanceof KnownMembers members)) {
      throw new ConfigException(
          KNOWN_MEMBERS, settings.get(KNOWN_MEMBERS), "must be a KnownMembers");
    }
    known = members;
    // Of a member's id: the client's, or of a static member the instance's, and a dash.
    Object instance = settings.get(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG);
    ownPrefix =
        (instance == null ? settings.get(CommonClientConfigs.CLIENT_ID_CONFIG) : instance) + "-";
  }

  @Override
  public TaskAssignment assign(ApplicationState application) {
    KnownMembers before = Objects.requireNonNull(known, "not configured");
    List<KafkaStreamsState> processes = List.copyOf(application.kafkaStreamsStates(true).values());
    KafkaStreamsState own = own(processes);
    if (before.given(own.consumerClientIds()).isEmpty()) {
      before.forget();
    }
    List<Member> members =
        processes.stream()
            .map(state -> new Member(state, before.given(state.consumerClientIds())))
            .toList();
    AssignmentConfigs settings = application.assignmentConfigs();
    Placement.Next next = new Placement(members, application.allTasks().values(), settings).place();
    before.replaceBy(given(members));
    Optional<Instant> at =
        switch (next) {
          case NEVER -> Optional.empty();
          case LATER ->
              Optional.of(Instant.now().plusMillis(settings.probingRebalanceIntervalMs()));
          case SOON -> Optional.of(Instant.now().plus(SOON));
        };
    return new TaskAssignment(
        members.stream()
            .map(WarmStickyTaskAssignor::assignment)
            .map(
                assignment ->
                    at.filter(due -> assignment.processId().equals(own.processId()))
                        .map(assignment::withFollowupRebalance)
                        .orElse(assignment))
            .toList());
  }

  private static Map<Set<String>, KnownMembers.Given> given(List<Member> members) {
    return members.stream()
        .collect(
            Collectors.toMap(
                member -> Set.copyOf(member.state.consumerClientIds()),
                member ->
                    new KnownMembers.Given(
                        Set.copyOf(member.active),
                        Stream.of(member.active, member.copies)
                            .flatMap(Set::stream)
                            .collect(Collectors.toSet()))));
  }

  private static KafkaStreamsAssignment assignment(Member member) {
    return KafkaStreamsAssignment.of(
        member.state.processId(),
        Stream.concat(
                member.active.stream()
                    .map(task -> new AssignedTask(task, AssignedTask.Type.ACTIVE)),
                member.copies.stream()
                    .map(task -> new AssignedTask(task, AssignedTask.Type.STANDBY)))
            .collect(Collectors.toSet()));
  }

  /** This process: the time of the next rebalance is one by its clock. */
  private KafkaStreamsState own(List<KafkaStreamsState> processes) {
    return processes.stream()
        .filter(state -> state.consumerClientIds().stream().anyMatch(this::isOwn))
        .findFirst()
        .orElse(processes.getFirst());
  }

  private boolean isOwn(String memberId) {
    return memberId.startsWith(ownPrefix) && memberId.length() == ownPrefix.length() + UUID_LENGTH;
  }
}

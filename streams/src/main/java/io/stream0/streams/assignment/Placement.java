package io.stream0.streams.assignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.TaskInfo;

/** Who gets which task in one rebalance. */
final class Placement {
  /** When to look again, the soonest last. */
  enum Next {
    /** Nothing is left to do. */
    NEVER,
    /** When copies may have been restored. */
    LATER,
    /** As soon as what is given out now is open. */
    SOON
  }

  private final List<Member> members;
  private final Collection<TaskInfo> tasks;
  private final SortedSet<Integer> subtopologies = new TreeSet<>();
  private final AssignmentConfigs settings;
  private final boolean lagsAreKnown;
  private Next next = Next.NEVER;

  /** Copies that are only there to be moved to. */
  private int warmUps;

  Placement(List<Member> members, Collection<TaskInfo> tasks, AssignmentConfigs settings) {
    this.members = members;
    this.tasks = tasks;
    this.settings = settings;
    this.lagsAreKnown = members.stream().allMatch(Member::knowsLags);
    tasks.forEach(task -> subtopologies.add(task.id().subtopology()));
  }

  Next place() {
    if (!lagsAreKnown) {
      next = Next.LATER;
    }
    List<TaskId> orphans = keep();
    orphans.forEach(this::adopt);
    List<Move> moves =
        new Balance(members, member -> member.active, (to, task) -> true).moves(subtopologies);
    // What nobody had is opened first: one step at a time.
    List<Move> left = orphans.isEmpty() ? moveWarm(moves) : moves;
    copy();
    left.forEach(this::prepare);
    balanceCopies();
    return next;
  }

  /**
   * Each task stays where it is, unless it is still being restored there and need not be elsewhere;
   * returns those that nobody answers for.
   */
  private List<TaskId> keep() {
    List<TaskId> orphans = new ArrayList<>();
    for (TaskInfo task : tasks) {
      Optional<Member> owner =
          members.stream()
              .filter(member -> member.state.previousActiveTasks().contains(task.id()))
              .findFirst();
      if (owner.isPresent()
          && (isRestored(owner.get(), task.id())
              || members.stream().noneMatch(member -> isRestored(member, task.id())))) {
        owner.get().active.add(task.id());
      } else {
        orphans.add(task.id());
      }
    }
    orphans.sort(Comparator.naturalOrder());
    return orphans;
  }

  /**
   * To whoever has the least to restore, and where that is none, has it open; of those to whom it
   * was promised. Loads alone would give it back to who has just let go of it.
   */
  private void adopt(TaskId orphan) {
    members.stream()
        .min(
            Comparator.comparingLong(
                    (Member member) -> isRestored(member, orphan) ? 0 : member.lag(orphan))
                .thenComparing(member -> !member.hasOpen(orphan))
                .thenComparing(member -> !member.isPromised(orphan))
                .thenComparing(Member.byLoad(orphan.subtopology())))
        .orElseThrow()
        .active
        .add(orphan);
  }

  private boolean isRestored(Member member, TaskId task) {
    return member.lag(task) <= settings.acceptableRecoveryLag();
  }

  private boolean isWarm(Member member, TaskId task) {
    return lagsAreKnown && member.hasOpen(task) && isRestored(member, task);
  }

  /** Moves what is warm, few at a time; returns what is left. */
  private List<Move> moveWarm(List<Move> moves) {
    List<Move> left = new ArrayList<>();
    int moved = 0;
    for (Move move : moves) {
      if (moved < settings.maxWarmupReplicas() && isWarm(move.to(), move.task())) {
        move.from().active.remove(move.task());
        move.to().active.add(move.task());
        moved++;
      } else {
        left.add(move);
      }
    }
    return left;
  }

  /** As many as are wanted, where they are open before where they are on a disk. */
  private void copy() {
    for (TaskInfo task : tasks) {
      if (task.isStateful()) {
        members.stream()
            .filter(member -> !member.active.contains(task.id()))
            .sorted(
                Comparator.comparing((Member member) -> !isRestored(member, task.id()))
                    .thenComparing(member -> !member.hasOpen(task.id()))
                    .thenComparing(member -> !member.had(task.id()))
                    .thenComparingDouble(member -> member.each(member.copies.size()))
                    .thenComparing(Member.byLoad(task.id().subtopology())))
            .limit(settings.numStandbyReplicas())
            .forEach(member -> member.copies.add(task.id()));
      }
    }
  }

  private void balanceCopies() {
    List<Move> moves =
        new Balance(members, member -> member.copies, (to, task) -> !to.holds(task))
            .moves(subtopologies);
    for (Move move : moves) {
      if (isWarm(move.to(), move.task())) {
        move.from().copies.remove(move.task());
        move.to().copies.add(move.task());
      } else {
        prepare(move);
      }
    }
  }

  /** Lets a member open and restore what it is to have. */
  private void prepare(Move move) {
    Member to = move.to();
    TaskId task = move.task();
    boolean given = to.holds(task) || !isStateful(task);
    if (!given && warmUps < settings.maxWarmupReplicas()) {
      to.copies.add(task);
      warmUps++;
      given = true;
    }
    boolean soon = given && lagsAreKnown && (isRestored(to, task) || !to.isKnown());
    if (next != Next.SOON) {
      next = soon ? Next.SOON : Next.LATER;
    }
  }

  private boolean isStateful(TaskId task) {
    return tasks.stream().anyMatch(info -> info.id().equals(task) && info.isStateful());
  }
}

package io.stream0.streams.assignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Moves after which each stream thread has as many tasks as any, of each subtopology and in all.
 */
final class Balance {
  private final Collection<Member> members;
  private final Function<Member, Set<TaskId>> role;
  private final BiPredicate<Member, TaskId> allowed;
  private final Map<Member, Set<TaskId>> planned = new HashMap<>();
  private final List<Move> moves = new ArrayList<>();

  /**
   * @param role the tasks of a member that are looked at: those it folds, or those it copies
   * @param allowed whether a member can be given a task in that role
   */
  Balance(
      Collection<Member> members,
      Function<Member, Set<TaskId>> role,
      BiPredicate<Member, TaskId> allowed) {
    this.members = members;
    this.role = role;
    this.allowed = allowed;
    members.forEach(member -> planned.put(member, new HashSet<>(role.apply(member))));
  }

  List<Move> moves(Collection<Integer> subtopologies) {
    subtopologies.forEach(subtopology -> plan(() -> ofSubtopology(subtopology)));
    plan(this::ofAll);
    return moves;
  }

  private void plan(Supplier<Optional<Move>> next) {
    for (Optional<Move> found = next.get(); found.isPresent(); found = next.get()) {
      Move move = found.get();
      planned(move.from()).remove(move.task());
      planned(move.to()).add(move.task());
      moves.add(move);
    }
  }

  private Optional<Move> ofSubtopology(int subtopology) {
    Function<Member, Long> load = member -> Member.count(planned(member), subtopology);
    return between(load).flatMap(pair -> movable(pair, task -> task.subtopology() == subtopology));
  }

  /** Of a subtopology of which the one has more than the other, so that it does not come back. */
  private Optional<Move> ofAll() {
    Function<Member, Long> load = member -> (long) planned(member).size();
    return between(load)
        .flatMap(
            pair ->
                movable(
                    pair,
                    task ->
                        pair.from().each(Member.count(planned(pair.from()), task.subtopology()))
                            > pair.to()
                                .each(Member.count(planned(pair.to()), task.subtopology()))));
  }

  private record Pair(Member from, Member to) {}

  /**
   * Whoever has most and whoever has least, if one moved leaves the first no less than the other.
   */
  private Optional<Pair> between(Function<Member, Long> load) {
    Comparator<Member> byLoad =
        Comparator.comparingDouble((Member member) -> member.each(load.apply(member)))
            .thenComparingDouble(member -> member.each(planned(member).size()))
            .thenComparing(member -> member.state.processId());
    Member from = members.stream().max(byLoad).orElseThrow();
    Member to = members.stream().min(byLoad).orElseThrow();
    return from.each(load.apply(from) - 1) >= to.each(load.apply(to) + 1)
        ? Optional.of(new Pair(from, to))
        : Optional.empty();
  }

  /** What the one who gets it lacks least of. */
  private Optional<Move> movable(Pair pair, Predicate<TaskId> which) {
    Member to = pair.to();
    return role.apply(pair.from()).stream()
        .filter(which)
        .filter(planned(pair.from())::contains)
        .filter(task -> !planned(to).contains(task) && allowed.test(to, task))
        .min(
            Comparator.comparing((TaskId task) -> !to.hasOpen(task))
                .thenComparingLong(to::lag)
                .thenComparing(Comparator.naturalOrder()))
        .map(task -> new Move(task, pair.from(), to));
  }

  private Set<TaskId> planned(Member member) {
    return planned.getOrDefault(member, Set.of());
  }
}

package io.stream0.streams.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.streams.assignment.Group.StreamsProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WarmStickyTaskAssignorTest {
  private static final int ENOUGH = 40;

  private final Group group = new Group(2, 12);
  private final StreamsProcess first = new StreamsProcess(1, 1);
  private final StreamsProcess second = new StreamsProcess(2, 1);

  /** Rebalances, and restores in between, until none is wanted any more. */
  private static void settle(Group group) {
    int times = 0;
    do {
      group.rebalance();
      assertThat(group.unowned()).isEmpty();
      group.restored();
      times++;
      assertThat(times).isLessThan(ENOUGH);
    } while (group.next.isPresent());
  }

  private void bothHaveHalf() {
    group.joins(first);
    group.joins(second);
    settle(group);
  }

  @Test
  void whoIsAloneHasAllAtOnceAndNothingFollows() {
    group.joins(first);
    assertThat(group.rebalance()).isEqualTo(1);
    assertThat(first.active).isEqualTo(group.tasks.keySet());
    assertThat(group.next).isEmpty();
  }

  @Test
  void whoBeginsTogetherHasHalfAtOnce() {
    group.records = 0;
    group.joins(first);
    group.joins(second);
    assertThat(group.rebalance()).isEqualTo(1);
    assertThat(first.active).hasSize(12);
    assertThat(second.active).hasSize(12);
    assertThat(group.next).isEmpty();
  }

  @Test
  void eachHasAHalfOfEachSubtopologyAndACopyOfTheOther() {
    bothHaveHalf();
    for (StreamsProcess process : List.of(first, second)) {
      assertThat(process.active).filteredOn(task -> task.subtopology() == 0).hasSize(6);
      assertThat(process.active).filteredOn(task -> task.subtopology() == 1).hasSize(6);
      assertThat(process.copies)
          .containsExactlyInAnyOrderElementsOf(
              group.tasks.values().stream()
                  .filter(task -> task.isStateful() && !process.active.contains(task.id()))
                  .map(task -> task.id())
                  .toList());
    }
  }

  @Test
  void whatAProcessLeavesBehindGoesToItsCopyAtOnce() {
    bothHaveHalf();
    group.leaves(second);
    assertThat(group.rebalance()).isEqualTo(1);
    assertThat(first.active).hasSize(24);
  }

  @Test
  void whoIsBackIsGivenCopiesFirstThoughAllIsOnItsDisk() {
    bothHaveHalf();
    group.leaves(second);
    group.rebalance();
    group.joins(second);
    assertThat(group.rebalance()).isEqualTo(1);
    assertThat(second.active).isEmpty();
    assertThat(second.copies).hasSize(12);
    assertThat(group.next).isPresent();
  }

  @Test
  void aFewMoveAtATimeAndNothingElseUntilTheyAreOpen() {
    bothHaveHalf();
    group.leaves(second);
    group.rebalance();
    group.joins(second);
    group.rebalance();
    group.restored();
    assertThat(group.round()).isTrue();
    assertThat(group.unowned()).hasSize(Group.MOVED_AT_ONCE);
    Set<TaskId> moving = group.unowned();
    assertThat(group.round()).isFalse();
    assertThat(second.active).containsExactlyInAnyOrderElementsOf(moving);
    assertThat(group.next).isPresent();
    settle(group);
    assertThat(second.active).hasSize(12);
  }

  @Test
  void whatIsNotRestoredStays() {
    group.joins(first);
    settle(group);
    group.joins(second);
    group.rebalance();
    second.copies.forEach(task -> second.lags.put(task, Group.ACCEPTABLE_LAG + 1));
    group.rebalance();
    assertThat(second.active).allMatch(task -> task.subtopology() == 1);
    TaskId restored = second.copies.first();
    second.lags.put(restored, Group.ACCEPTABLE_LAG);
    group.rebalance();
    assertThat(second.active).contains(restored);
    assertThat(second.active).filteredOn(task -> task.subtopology() == 0).hasSize(1);
  }

  @Test
  void aLeaderThatIsNewMovesNothingAtFirst() {
    group.joins(first);
    settle(group);
    group.joins(second);
    group.rebalance();
    group.restored();
    group.leads(second);
    group.rebalance();
    assertThat(second.active).isEmpty();
    assertThat(group.next).isPresent();
    group.rebalance();
    assertThat(second.active).isNotEmpty();
  }

  @Test
  void aProcessOfWhichAThreadIsNewIsANewcomer() {
    StreamsProcess two = new StreamsProcess(3, 2);
    group.joins(first);
    settle(group);
    group.joins(two);
    group.rebalance();
    group.restored();
    two.members.removeFirst();
    group.threadJoins(two);
    group.rebalance();
    assertThat(two.active).isEmpty();
  }

  @Test
  void whatIsStillRestoredGoesAtOnceToWhereItIs() {
    group.joins(first);
    settle(group);
    group.leaves(first);
    group.joins(second);
    group.rebalance();
    assertThat(second.active).hasSize(24);
    group.joins(first);
    group.rebalance();
    assertThat(first.active).filteredOn(task -> task.subtopology() == 0).hasSize(12);
    group.rebalance();
    assertThat(first.active).filteredOn(task -> task.subtopology() == 0).hasSize(12);
  }

  @Test
  void whereNobodyKnowsHowFarCopiesAreNothingMoves() {
    group.joins(first);
    settle(group);
    group.joins(second);
    group.rebalance();
    group.restored();
    group.lagsAreKnown = false;
    group.rebalance();
    assertThat(second.active).isEmpty();
    assertThat(group.next).hasValueSatisfying(this::isLater);
  }

  @Test
  void whereNobodyKnowsHowFarCopiesAreWhatIsLeftGoesToOne() {
    bothHaveHalf();
    group.lagsAreKnown = false;
    Set<TaskId> left = new TreeSet<>(second.active);
    group.leaves(second);
    StreamsProcess third = group.joins(new StreamsProcess(3, 1));
    group.leads(third);
    group.rebalance();
    assertThat(first.active).containsAll(left.stream().filter(t -> t.subtopology() == 0).toList());
    assertThat(third.active).allMatch(task -> task.subtopology() == 1);
    assertThat(group.next).isPresent();
  }

  @Test
  void anOpenCopyIsNotGivenUpForOneOnADisk() {
    StreamsProcess third = new StreamsProcess(3, 1);
    group.joins(first);
    group.joins(second);
    group.joins(third);
    settle(group);
    group.leaves(third);
    settle(group);
    Set<TaskId> open = new TreeSet<>(first.copies);
    open.addAll(second.copies);
    group.joins(third);
    group.rebalance();
    Set<TaskId> now = new TreeSet<>(first.copies);
    now.addAll(second.copies);
    assertThat(now).isEqualTo(open);
    assertThat(third.copies).isNotEmpty();
  }

  @Test
  void whatWaitsForARestoreIsLookedAtLater() {
    group.joins(first);
    settle(group);
    group.joins(second);
    group.rebalance();
    assertThat(group.next).hasValueSatisfying(this::isSoon);
    // The tasks without a store move.
    group.rebalance();
    group.rebalance();
    group.rebalance();
    assertThat(group.next).hasValueSatisfying(this::isLater);
  }

  private void isSoon(Instant at) {
    assertThat(at).isBefore(Instant.now().plus(Group.PROBING.dividedBy(2)));
  }

  private void isLater(Instant at) {
    assertThat(at).isAfter(Instant.now().plus(Group.PROBING.dividedBy(2)));
  }

  @Test
  void threadsCount() {
    group.joins(first);
    group.joins(new StreamsProcess(3, 2));
    settle(group);
    assertThat(first.active).hasSize(8);
  }

  /** Whoever lets go of a task has less than the other then, and is not given it back. */
  @ParameterizedTest
  @CsvSource({"2, 8", "4, 12", "3, 5"})
  void whereThreadsDifferNothingMovesForEver(int threads, int partitions) {
    Group mixed = new Group(3, partitions);
    mixed.joins(first);
    mixed.joins(new StreamsProcess(3, threads));
    settle(mixed);
    assertThat(first.active).isNotEmpty();
  }

  @Test
  void whatAnOwnerStillRestoresStaysWhereNobodyKnowsHowFarOthersAre() {
    group.joins(first);
    group.rebalance();
    group.joins(second);
    group.rebalance();
    group.lagsAreKnown = false;
    group.rebalance();
    assertThat(first.active).hasSize(24);
  }

  @Test
  void whoLedBeforeKnowsNobodyWhenItsMembersAreNewOnes() {
    group.joins(first);
    settle(group);
    group.joins(second);
    group.rebalance();
    group.restored();
    first.members.clear();
    group.threadJoins(first);
    group.rebalance();
    assertThat(second.active).isEmpty();
  }

  @Test
  void whereSubtopologiesHaveOneTaskEachTheyAreDividedAllTheSame() {
    Group few = new Group(4, 1);
    few.joins(first);
    few.joins(second);
    settle(few);
    assertThat(first.active).hasSize(2);
    assertThat(second.active).hasSize(2);
  }

  @Test
  void withoutWhatItKnowsItIsRefused() {
    assertThatThrownBy(() -> new WarmStickyTaskAssignor().configure(Map.of("client.id", "c")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(WarmStickyTaskAssignor.KNOWN_MEMBERS);
  }

  private static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverComesAndGoesAllIsHeldByOneAndInTheEndByAllAlike(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Group any = new Group(1 + random.nextInt(3), 1 + random.nextInt(12));
    any.standbys = random.nextInt(4);
    boolean sameThreads = random.nextBoolean();
    List<StreamsProcess> here = new ArrayList<>();
    List<StreamsProcess> gone = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      gone.add(new StreamsProcess(number, sameThreads ? 1 : 1 + random.nextInt(4)));
    }
    for (int step = 0; step < 100; step++) {
      if (here.isEmpty() || (!gone.isEmpty() && random.nextBoolean())) {
        here.add(any.joins(gone.remove(random.nextInt(gone.size()))));
      } else if (here.size() > 1 && random.nextBoolean()) {
        StreamsProcess leaving = here.remove(random.nextInt(here.size()));
        any.leaves(leaving);
        gone.add(leaving);
      }
      any.lagsAreKnown = random.nextInt(8) > 0;
      any.rebalance();
      assertThat(any.unowned()).isEmpty();
      int some = 1 + random.nextInt(4);
      any.restored(task -> task.hashCode() % some == 0);
    }
    any.lagsAreKnown = true;
    settle(any);
    List<Set<TaskId>> settled = here.stream().map(process -> Set.copyOf(process.active)).toList();
    if (sameThreads) {
      for (int subtopology : List.of(0, 1, 2)) {
        assertAlike(here, process -> Member.count(process.active, subtopology));
      }
      assertAlike(here, process -> process.active.size());
    }
    for (TaskId task : any.tasks.keySet()) {
      assertThat(here.stream().filter(process -> process.copies.contains(task)))
          .hasSize(any.isStateful(task) ? Math.min(any.standbys, here.size() - 1) : 0);
    }
    any.rebalance();
    assertThat(here.stream().map(process -> Set.copyOf(process.active)).toList())
        .isEqualTo(settled);
    assertThat(any.next).isEmpty();
  }

  private static void assertAlike(
      List<StreamsProcess> processes, ToLongFunction<StreamsProcess> load) {
    LongSummaryStatistics loads = processes.stream().mapToLong(load).summaryStatistics();
    assertThat(loads.getMax() - loads.getMin()).isLessThanOrEqualTo(1);
  }
}

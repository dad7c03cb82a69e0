package io.stream0.api.owners;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.Holdings;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The map: which processor holds which partition, by what each says of itself. Where two say so, as
 * when one was cut off and does not know that it was succeeded, the one that is further counts:
 * either would answer right, by the read index, or not at all.
 */
final class Owners {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What each processor said last, while it is in reach. Guarded by the lock, like the set. */
  private final Map<ProcessorLink, Holdings> said = new LinkedHashMap<>();

  /** What turned out otherwise since it was said. */
  private final Set<Owner> wrong = new HashSet<>();

  private long moves;

  /** Someone who says that they hold a partition. */
  record Owner(ProcessorLink link, HeldPartition partition) {}

  /**
   * Waits until someone says that they hold the partition.
   *
   * @throws UnansweredException if nobody does until the deadline
   */
  Owner of(HeldPartition partition, Deadline deadline) {
    lock.lock();
    try {
      Owner owner = find(partition);
      while (owner == null) {
        long left = deadline.nanosLeft();
        if (left <= 0) {
          throw new UnansweredException(
              said.isEmpty()
                  ? "no processor is in reach"
                  : "no processor in reach holds " + partition + " now");
        }
        long unused = changed.awaitNanos(left);
        owner = find(partition);
      }
      return owner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether they still say so, and nothing else turned out. */
  boolean holds(Owner owner) {
    lock.lock();
    try {
      Holdings holdings = said.get(owner.link());
      return holdings != null && isHeld(owner, holdings);
    } finally {
      lock.unlock();
    }
  }

  /** Call with the lock held. */
  private boolean isHeld(Owner owner, Holdings holdings) {
    HeldPartition partition = owner.partition();
    return partition.log().in(holdings).containsKey(partition.number()) && !wrong.contains(owner);
  }

  /** Call with the lock held. */
  private @Nullable Owner find(HeldPartition partition) {
    return said.entrySet().stream()
        .filter(entry -> isHeld(new Owner(entry.getKey(), partition), entry.getValue()))
        .max(
            Comparator.comparingLong(
                entry ->
                    partition.log().in(entry.getValue()).getOrDefault(partition.number(), -1L)))
        .map(entry -> new Owner(entry.getKey(), partition))
        .orElse(null);
  }

  /**
   * A processor says what it holds.
   *
   * @return what it held before and does not hold any more
   */
  Set<HeldPartition> says(ProcessorLink link, Holdings holdings) {
    lock.lock();
    try {
      Holdings before = said.put(link, holdings);
      wrong.removeIf(owner -> owner.link() == link);
      Set<HeldPartition> gone = before == null ? new HashSet<>() : partitions(before);
      Set<HeldPartition> now = partitions(holdings);
      if (!now.equals(before == null ? Set.of() : gone)) {
        moves++;
      }
      gone.removeAll(now);
      changed.signalAll();
      return gone;
    } finally {
      lock.unlock();
    }
  }

  private static Set<HeldPartition> partitions(Holdings holdings) {
    Set<HeldPartition> partitions = new HashSet<>();
    for (HeldPartition.Log log : HeldPartition.Log.values()) {
      log.in(holdings).keySet().forEach(p -> partitions.add(new HeldPartition(log, p)));
    }
    return partitions;
  }

  /** A processor is out of reach. */
  void lost(ProcessorLink link) {
    lock.lock();
    try {
      if (said.remove(link) != null) {
        moves++;
      }
      wrong.removeIf(owner -> owner.link() == link);
    } finally {
      lock.unlock();
    }
  }

  /** A processor did not hold what it said, or did not answer; so until it speaks again. */
  void wasWrong(Owner owner) {
    lock.lock();
    try {
      wrong.add(owner);
    } finally {
      lock.unlock();
    }
  }

  /** The partitions that nobody in reach says they hold. */
  List<HeldPartition> unheld(int partitions) {
    lock.lock();
    try {
      return Stream.of(HeldPartition.Log.values())
          .flatMap(log -> IntStream.range(0, partitions).mapToObj(p -> new HeldPartition(log, p)))
          .filter(partition -> find(partition) == null)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** How often the map changed. */
  long moves() {
    lock.lock();
    try {
      return moves;
    } finally {
      lock.unlock();
    }
  }
}

package io.stream0.api.owners;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.Holder;
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
import org.jspecify.annotations.Nullable;

/**
 * The map: who holds which partition, by what each says of itself. Where two say so, as when one
 * was cut off and does not know that it was succeeded, the one that is further counts: either would
 * answer right, by the read index, or not at all.
 */
final class Owners {
  private final Holder holder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What each said last, while it is in reach. Guarded by the lock, like the set. */
  private final Map<HolderLink, Holdings> said = new LinkedHashMap<>();

  /** What turned out otherwise since it was said. */
  private final Set<Owner> wrong = new HashSet<>();

  private long moves;

  /**
   * @param holder what kind of service they are
   */
  Owners(Holder holder) {
    this.holder = holder;
  }

  /** Someone who says that they hold a partition. */
  record Owner(HolderLink link, HeldPartition partition) {}

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
                  ? "no %s is in reach".formatted(holder.noun())
                  : "no %s in reach holds %s now".formatted(holder.noun(), partition));
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
    return holdings.of(partition.log()).containsKey(partition.number()) && !wrong.contains(owner);
  }

  /** Call with the lock held. */
  private @Nullable Owner find(HeldPartition partition) {
    return said.entrySet().stream()
        .filter(entry -> isHeld(new Owner(entry.getKey(), partition), entry.getValue()))
        .max(
            Comparator.comparingLong(
                entry ->
                    entry.getValue().of(partition.log()).getOrDefault(partition.number(), -1L)))
        .map(entry -> new Owner(entry.getKey(), partition))
        .orElse(null);
  }

  /**
   * Someone says what they hold.
   *
   * @return what they held before and do not hold any more
   */
  Set<HeldPartition> says(HolderLink link, Holdings holdings) {
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
    holdings
        .held()
        .forEach(
            (log, held) -> held.keySet().forEach(p -> partitions.add(new HeldPartition(log, p))));
    return partitions;
  }

  /** Someone is out of reach. */
  void lost(HolderLink link) {
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

  /** Someone did not hold what they said, or did not answer; so until they speak again. */
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
      return holder.logs().stream()
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

package io.stream0.processor.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs whose hints readers found in pieces, on their way to the stage that may mend them. Bounded:
 * what finds no room is found again by the next reader.
 */
public final class StaleRuns {
  private static final int ROOM = 1_000;

  private final Map<Integer, BlockingQueue<AckedRun>> byPartition = new ConcurrentHashMap<>();

  /** Tells the stage of that partition of {@code inbox}. */
  public void tell(int partition, AckedRun run) {
    boolean unused = queue(partition).offer(run);
  }

  List<AckedRun> take(int partition) {
    List<AckedRun> runs = new ArrayList<>();
    queue(partition).drainTo(runs);
    return runs;
  }

  private BlockingQueue<AckedRun> queue(int partition) {
    return byPartition.computeIfAbsent(partition, p -> new ArrayBlockingQueue<>(ROOM));
  }
}

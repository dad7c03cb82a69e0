package io.stream0.faults.cluster;

import io.stream0.faults.drive.SecondTries;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Log;
import java.time.Duration;
import java.util.List;

/**
 * What a run on a cluster leaves.
 *
 * @param log what is on the topics at the end
 * @param harm what was done, in order
 * @param restored how long it took until all was ready again when every process had been killed and
 *     every store deleted
 * @param endedByThemselves the last that each process said which ended without being killed
 */
public record ClusterOutcome(
    History history,
    Log log,
    List<Harm> harm,
    SecondTries secondTries,
    Duration restored,
    List<String> endedByThemselves) {
  public ClusterOutcome {
    harm = List.copyOf(harm);
    endedByThemselves = List.copyOf(endedByThemselves);
  }

  /**
   * Faults that were there at once.
   *
   * @param kinds what kinds they are of
   * @param faults one or two
   * @param whole how long it took, once they were over, until every service was ready and every
   *     partition had all of its copies
   */
  public record Harm(List<String> kinds, List<Fault> faults, Duration whole) {
    public Harm {
      kinds = List.copyOf(kinds);
      faults = List.copyOf(faults);
    }
  }
}

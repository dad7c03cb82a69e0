package io.stream0.faults.drive;

import io.stream0.faults.history.History;
import java.time.Duration;
import java.util.List;

/**
 * What a run leaves.
 *
 * @param starts from each start of a process that was not killed before, to its first 201
 * @param kills how often the server was killed
 * @param killsInStart how many of them before it listened
 */
public record Outcome(History history, List<Duration> starts, int kills, int killsInStart) {
  public Outcome {
    starts = List.copyOf(starts);
  }
}

package io.stream0.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Verdict;
import io.stream0.faults.cluster.ClusterOutcome;
import io.stream0.faults.cluster.ClusterRun;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.drive.Recorder;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every process of a cluster is stopped and started again under load, brokers included. */
@Timeout(900)
class RollingRestartIT {
  private static final int MESSAGES = 700;
  private static final int WORKERS = 8;

  @TempDir Path folder;

  @Test
  void noCallFailsThatAClientMayMakeTwice() throws Exception {
    long seed =
        Long.getLong("faults.seed", RandomGenerator.getDefault().nextLong(Integer.MAX_VALUE));
    System.out.println("faults.seed=" + seed);
    ClusterOutcome outcome;
    try (Recorder recorder =
        Recorder.to(Path.of("target", "rolling-restart-it-%d.jsonl".formatted(seed)))) {
      outcome =
          new ClusterRun(
                  new Plan(seed, MESSAGES, 1, WORKERS),
                  Path.of(System.getProperty("stream0.root", "..")).toAbsolutePath(),
                  folder,
                  recorder,
                  System.out::println)
              .underRollingRestart();
    }
    Verdict verdict = Checker.check(outcome.history(), outcome.log());

    assertThat(outcome.secondTries().failed()).as("seed %d", seed).isEmpty();
    assertThat(verdict.violations())
        .as(() -> "seed %d:%n%s".formatted(seed, Report.violations(verdict.violations())))
        .isEmpty();
    assertThat(verdict.late()).isEmpty();
    assertThat(outcome.endedByThemselves()).isEmpty();
    // Both were used before and after.
    assertThat(outcome.history().calls().stream().map(call -> call.when().server()))
        .contains("api-1.1", "api-1.2", "api-2.1", "api-2.2");
  }
}

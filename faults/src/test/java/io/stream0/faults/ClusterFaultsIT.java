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

/** A short run on a cluster of the finished jars: the same as the long one, with less of it. */
@Timeout(900)
class ClusterFaultsIT {
  private static final int MESSAGES = 1_200;
  private static final int FAULTS = 4;
  private static final int WORKERS = 12;

  @TempDir Path folder;

  @Test
  void aClusterThatIsHarmedUnderLoadKeepsItsPromises() throws Exception {
    long seed =
        Long.getLong("faults.seed", RandomGenerator.getDefault().nextLong(Integer.MAX_VALUE));
    System.out.println("faults.seed=" + seed);
    Path history = Path.of("target", "cluster-faults-it-%d.jsonl".formatted(seed));

    ClusterOutcome outcome;
    try (Recorder recorder = Recorder.to(history)) {
      outcome =
          new ClusterRun(
                  new Plan(seed, MESSAGES, FAULTS, WORKERS),
                  Path.of(System.getProperty("stream0.root", "..")).toAbsolutePath(),
                  folder,
                  recorder,
                  System.out::println)
              .underFaults();
    }
    Verdict verdict = Checker.check(outcome.history(), outcome.log());

    assertThat(verdict.violations())
        .as(
            () ->
                "seed %d, history in %s:%n%s"
                    .formatted(seed, history, Report.violations(verdict.violations())))
        .isEmpty();
    // A run that did little proves little.
    assertThat(Counts.accepted(outcome.history().calls())).isGreaterThanOrEqualTo(MESSAGES);
    assertThat(outcome.harm().stream().mapToInt(harm -> harm.faults().size()).sum())
        .isGreaterThanOrEqualTo(FAULTS);
    assertThat(verdict.required()).isGreaterThan(MESSAGES);
    assertThat(outcome.log().threads()).hasSizeGreaterThanOrEqualTo(MESSAGES);
    assertThat(Counts.taken(outcome.history().webhooks())).hasSizeGreaterThan(MESSAGES / 4);
  }
}

package io.stream0.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Verdict;
import io.stream0.faults.drive.AllInOne;
import io.stream0.faults.drive.Outcome;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.drive.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run on the finished jar: the same as the long one, with fewer messages and kills. */
@Timeout(900)
class FaultsIT {
  private static final int MESSAGES = 2_000;
  private static final int KILLS = 2;
  private static final int WORKERS = 12;

  /** Compiling well is not worth it to a process that lives for seconds. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  @TempDir Path folder;

  @Test
  void whatIsKilledUnderLoadKeepsItsPromises() throws Exception {
    long seed =
        Long.getLong("faults.seed", RandomGenerator.getDefault().nextLong(Integer.MAX_VALUE));
    System.out.println("faults.seed=" + seed);
    Path jar = Path.of(System.getProperty("stream0.jar", "../standalone/target/stream0.jar"));
    Path history = Path.of("target", "faults-it-%d.jsonl".formatted(seed));

    Outcome outcome;
    try (Recorder recorder = Recorder.to(history)) {
      outcome =
          Run.of(
              new Plan(seed, MESSAGES, KILLS, WORKERS),
              AllInOne.commandOf(jar, JVM, List.of()),
              folder.resolve("data"),
              recorder,
              System.out::println);
    }
    Verdict verdict = Checker.check(outcome.history());

    assertThat(verdict.violations())
        .as(
            () ->
                "seed %d, history in %s:%n%s"
                    .formatted(seed, history, Report.violations(verdict.violations())))
        .isEmpty();
    // A run that did little proves little.
    assertThat(Counts.accepted(outcome.history().calls())).isGreaterThanOrEqualTo(MESSAGES);
    assertThat(outcome.kills()).isGreaterThan(KILLS);
    assertThat(verdict.required()).isGreaterThan(MESSAGES);
  }
}

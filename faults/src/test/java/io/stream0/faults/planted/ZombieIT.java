package io.stream0.faults.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.cluster.Programs;
import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Violation;
import io.stream0.faults.cluster.ZombieRun;
import io.stream0.faults.drive.Recorder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A processor that is deposed and does not know it harms nobody; and where its rows were no facts,
 * it would be seen.
 */
@Timeout(900)
class ZombieIT {
  @TempDir Path folder;

  private final Programs jars =
      Programs.jars(Path.of(System.getProperty("stream0.root", "..")).toAbsolutePath());

  private List<Violation> violations(Programs programs) throws Exception {
    try (Recorder recorder = Recorder.to(folder.resolve("history.jsonl"))) {
      ZombieRun.Outcome outcome =
          ZombieRun.of(programs, folder, recorder, line -> System.out.println("zombie: " + line));
      // Where it had nothing left to say, nothing would be proven.
      assertThat(outcome.late()).isPositive();
      return Checker.check(outcome.history(), outcome.log()).violations();
    }
  }

  @Test
  void whatAZombieWritesLateHarmsNoView() throws Exception {
    assertThat(violations(jars)).isEmpty();
  }

  @Test
  void aRowThatIsWrittenAgainAndAgainIsFound() throws Exception {
    assertThat(violations(jars.withProcessor(MutableHead.program())))
        .hasAtLeastOneElementOfType(Violation.Lost.class);
  }
}

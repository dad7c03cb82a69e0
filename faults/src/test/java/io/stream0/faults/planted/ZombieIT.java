package io.stream0.faults.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.stream0.cluster.Programs;
import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Violation;
import io.stream0.faults.cluster.ZombieRun;
import io.stream0.faults.drive.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A processor that is deposed and does not know it harms nobody; and where its rows were no facts,
 * it would be seen.
 */
@Timeout(900)
class ZombieIT {
  /** A zombie may be cut off with nothing left to write: that proves nothing. */
  private static final int MOST_TURNS = 4;

  @TempDir Path folder;

  private final Programs jars =
      Programs.jars(Path.of(System.getProperty("stream0.root", "..")).toAbsolutePath());

  private List<Violation> violations(Programs programs) throws Exception {
    for (int turn = 1; turn <= MOST_TURNS; turn++) {
      Path of = Files.createDirectory(folder.resolve("turn-" + turn));
      try (Recorder recorder = Recorder.to(of.resolve("history.jsonl"))) {
        Optional<ZombieRun.Outcome> outcome =
            ZombieRun.of(programs, of, recorder, line -> System.out.println("zombie: " + line));
        if (outcome.isPresent()) {
          return Checker.check(outcome.get().history(), outcome.get().log()).violations();
        }
      }
    }
    return fail("in none of %d turns a zombie had anything left to write".formatted(MOST_TURNS));
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

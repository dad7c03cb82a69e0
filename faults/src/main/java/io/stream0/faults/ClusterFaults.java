package io.stream0.faults;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Verdict;
import io.stream0.faults.cluster.ClusterOutcome;
import io.stream0.faults.cluster.ClusterRun;
import io.stream0.faults.drive.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The long run on a cluster: uses it, does it harm, checks what it answered and what is on its
 * topics, and writes the report. Ends with 1 if a promise was broken; the logs of all processes and
 * the history stay.
 */
public final class ClusterFaults {
  private static final int BROKEN = 1;
  private static final int MISUSED = 2;

  private ClusterFaults() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Numbers that look the same on every machine.
    Locale.setDefault(Locale.ROOT);
    ClusterOptions options;
    try {
      options = ClusterOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("cluster-faults: " + e.getMessage());
      System.exit(MISUSED);
      return;
    }
    if (!run(options).violations().isEmpty()) {
      System.exit(BROKEN);
    }
  }

  private static Verdict run(ClusterOptions options) throws IOException, InterruptedException {
    say("seed %d".formatted(options.plan().seed()));
    long began = System.nanoTime();
    Files.createDirectories(options.out());
    Path folder = Files.createTempDirectory(options.out(), "cluster-run-").toAbsolutePath();
    say("state, logs and history in " + folder);
    ClusterOutcome outcome;
    try (Recorder recorder = Recorder.to(folder.resolve("history.jsonl"))) {
      outcome =
          new ClusterRun(options.plan(), options.root(), folder, recorder, line -> say("  " + line))
              .underFaults();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    say("checking %,d calls".formatted(outcome.history().calls().size()));
    Verdict verdict = Checker.check(outcome.history(), outcome.log());
    String report = ClusterReport.of(options.plan(), outcome, verdict, took);
    Report.write(options.out().resolve("cluster-report.md"), report);
    say(System.lineSeparator() + report);
    return verdict;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}

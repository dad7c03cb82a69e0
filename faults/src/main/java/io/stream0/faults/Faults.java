package io.stream0.faults;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Verdict;
import io.stream0.faults.drive.Outcome;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.drive.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The long run: uses the all-in-one, kills it, checks what it answered and writes the report. Ends
 * with 1 if a promise was broken; then the server's folder and the history stay.
 */
public final class Faults {
  private static final int BROKEN = 1;
  private static final int MISUSED = 2;

  private Faults() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Numbers that look the same on every machine.
    Locale.setDefault(Locale.ROOT);
    Options options;
    List<String> command;
    try {
      options = Options.of(arguments);
      command = options.command();
    } catch (IllegalArgumentException e) {
      System.err.println("faults: " + e.getMessage());
      System.exit(MISUSED);
      return;
    }
    Verdict verdict = run(options, command);
    if (!verdict.violations().isEmpty()) {
      System.exit(BROKEN);
    }
  }

  private static Verdict run(Options options, List<String> command)
      throws IOException, InterruptedException {
    say("seed %d".formatted(options.plan().seed()));
    long began = System.nanoTime();
    Files.createDirectories(options.out());
    Path folder = Files.createTempDirectory(options.out(), "run-").toAbsolutePath();
    Path data = folder.resolve("data");
    Outcome outcome;
    try (Recorder recorder = Recorder.to(folder.resolve("history.jsonl"))) {
      outcome = Run.of(options.plan(), command, data, recorder, line -> say("  " + line));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    say("checking %,d calls".formatted(outcome.history().calls().size()));
    Verdict verdict = Checker.check(outcome.history());
    String report = Report.of(options.plan(), outcome, verdict, took);
    Report.write(options.out().resolve("report.md"), report);
    say(System.lineSeparator() + report);
    say("history and data: " + folder);
    return verdict;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}

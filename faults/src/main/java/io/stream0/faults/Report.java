package io.stream0.faults;

import io.stream0.faults.check.Verdict;
import io.stream0.faults.check.Violation;
import io.stream0.faults.drive.Outcome;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.history.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run and its verdict as Markdown. */
final class Report {
  private static final int MOST_SHOWN = 50;
  private static final double MILLIS = 1000;

  private Report() {}

  static String of(Plan plan, Outcome outcome, Verdict verdict, Duration took) {
    List<Call> calls = outcome.history().calls();
    return """
    | | |
    |---|---|
    | seed | %d |
    | violations | **%,d** |
    | messages accepted | %,d |
    | kills | %d, of them %d while the server started |
    | from start to first 201 | %s |
    | calls | %,d, by %d threads, in %d minutes |
    | scans of inboxes and threads | %,d, which showed %,d messages |
    | times that a message had to be in a scan | %,d |

    | call | answers |
    |---|---|
    %s
    %s\
    """
        .formatted(
            plan.seed(),
            verdict.violations().size(),
            Counts.accepted(calls),
            outcome.kills(),
            outcome.killsInStart(),
            starts(outcome.starts()),
            calls.size(),
            plan.workers(),
            took.toMinutes(),
            verdict.scans(),
            verdict.shown(),
            verdict.required(),
            Counts.of(calls).entrySet().stream()
                .map(kind -> "| %s | %s |".formatted(kind.getKey(), answers(kind.getValue())))
                .collect(Collectors.joining("\n")),
            violations(verdict.violations()));
  }

  private static String starts(List<Duration> starts) {
    List<Duration> sorted = starts.stream().sorted().toList();
    return "%d starts: median %.1f s, fastest %.1f s, slowest %.1f s"
        .formatted(
            sorted.size(),
            seconds(sorted.get(sorted.size() / 2)),
            seconds(sorted.getFirst()),
            seconds(sorted.getLast()));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }

  static String answers(Map<String, Long> answers) {
    return answers.entrySet().stream()
        .map(answer -> "%s: %,d".formatted(answer.getKey(), answer.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What was violated, a line each; the first ones, where there are many. */
  static String violations(List<Violation> violations) {
    return violations.stream()
        .limit(MOST_SHOWN)
        .map(v -> "- %s: %s%n".formatted(v.getClass().getSimpleName(), v.sentence()))
        .collect(Collectors.joining());
  }

  static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }
}

package io.stream0.faults;

import io.stream0.faults.check.Verdict;
import io.stream0.faults.cluster.ClusterOutcome;
import io.stream0.faults.cluster.ClusterOutcome.Harm;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Webhooks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run on a cluster and its verdict as Markdown. */
final class ClusterReport {
  private static final double MILLIS = 1000;

  private ClusterReport() {}

  static String of(Plan plan, ClusterOutcome outcome, Verdict verdict, Duration took) {
    List<Call> calls = outcome.history().calls();
    return """
    | | |
    |---|---|
    | seed | %d |
    | violations | **%,d** |
    | late reads and notifications behind a deposed broker, which the contract excepts | %,d |
    | messages accepted | %,d |
    | faults | %d, of them %d at the same time as another one |
    | from the end of a fault until all was ready and every partition had its copies | %s |
    | from `kill -9` of everything, stores deleted, until all was ready | %.1f s |
    | calls | %,d, by %d threads, in %d minutes |
    | calls that were made again of the other api | %,d, of which %,d were not answered then either |
    | processes that ended by themselves | %,d |
    | scans of inboxes and threads | %,d, which showed %,d messages |
    | times that a message had to be in a scan | %,d |
    | attempts to tell webhooks, as they came to their endpoints | %s |
    | messages that endpoints took, and took more than once | %,d, %,d |
    | records compared with what was answered | %,d of `inbox`, %,d entries of `threads`, %,d of `deliveries` |

    | fault | times |
    |---|---|
    %s

    | call | answers |
    |---|---|
    %s
    %s\
    """
        .formatted(
            plan.seed(),
            verdict.violations().size(),
            verdict.late().size(),
            Counts.accepted(calls),
            outcome.harm().stream().mapToInt(harm -> harm.faults().size()).sum(),
            outcome.harm().stream().mapToInt(harm -> harm.faults().size()).filter(n -> n > 1).sum(),
            recoveries(outcome.harm()),
            seconds(outcome.restored()),
            calls.size(),
            plan.workers(),
            took.toMinutes(),
            outcome.secondTries().count(),
            outcome.secondTries().failed().size(),
            outcome.endedByThemselves().size(),
            verdict.scans(),
            verdict.shown(),
            verdict.required(),
            attempts(outcome.history().webhooks()),
            Counts.taken(outcome.history().webhooks()).size(),
            Counts.taken(outcome.history().webhooks()).values().stream().filter(n -> n > 1).count(),
            outcome.log().inbox().size(),
            outcome.log().threads().size(),
            outcome.log().deliveries().size(),
            kinds(outcome.harm()),
            Counts.of(calls).entrySet().stream()
                .map(
                    kind -> "| %s | %s |".formatted(kind.getKey(), Report.answers(kind.getValue())))
                .collect(Collectors.joining("\n")),
            Report.violations(verdict.violations()));
  }

  private static String attempts(Webhooks webhooks) {
    return "%,d: %s"
        .formatted(webhooks.notifications().size(), Report.answers(Counts.of(webhooks)));
  }

  private static String recoveries(List<Harm> harm) {
    List<Duration> sorted = harm.stream().map(Harm::whole).sorted().toList();
    return "median %.1f s, slowest %.1f s"
        .formatted(
            sorted.isEmpty() ? 0 : seconds(sorted.get(sorted.size() / 2)),
            sorted.stream().max(Comparator.naturalOrder()).map(ClusterReport::seconds).orElse(0.0));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }

  private static String kinds(List<Harm> harm) {
    Map<String, Integer> kinds = new TreeMap<>();
    harm.forEach(one -> one.kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum)));
    return kinds.entrySet().stream()
        .map(kind -> "| %s | %d |".formatted(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining("\n"));
  }
}

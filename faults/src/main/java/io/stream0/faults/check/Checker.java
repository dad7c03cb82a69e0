package io.stream0.faults.check;

import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Read;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Log;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a history against the promises of the HTTP contract and of webhooks. */
public final class Checker {
  private Checker() {}

  public static Verdict check(History history) {
    return check(history, null);
  }

  /**
   * @param log what is on the topics, read after the history had ended; null if it was not
   */
  public static Verdict check(History history, @Nullable Log log) {
    List<Call> calls =
        history.calls().stream()
            .sorted(Comparator.comparingLong(call -> call.when().started()))
            .toList();
    List<Read> reads = calls.stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
    List<Scan> scans = Scan.of(reads);
    Lives lives = Lives.of(calls);
    Fates fates = Fates.of(calls, scans);
    Findings found = new Findings(history.deposed());

    new AnswerCheck(lives, found).check(calls);
    new IdentityCheck(fates, lives, found).check();
    new AckCheck(fates, lives, found).check();
    ShownCheck shown = new ShownCheck(fates, lives, found);
    shown.checkSelection(reads);
    shown.check(scans);
    new OrderCheck(fates, found).check(scans);
    MissingCheck missing = new MissingCheck(fates, lives, history.settled(), found);
    missing.check(scans);
    if (log != null) {
      LogCheck logged = new LogCheck(log, found);
      logged.check(calls, missing.finals(scans));
      new NotificationCheck(history, log, logged.taken(), fates, lives, found).check(calls);
    }
    return new Verdict(
        found.violations(),
        found.late(),
        scans.size(),
        scans.stream().mapToLong(scan -> scan.messages().size()).sum(),
        missing.required());
  }
}

package io.stream0.faults.check;

import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Read;
import io.stream0.faults.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Holds a history against the promises of the HTTP contract. */
public final class Checker {
  private Checker() {}

  public static Verdict check(History history) {
    List<Call> calls =
        history.calls().stream()
            .sorted(Comparator.comparingLong(call -> call.when().started()))
            .toList();
    List<Read> reads = calls.stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
    List<Scan> scans = Scan.of(reads);
    Lives lives = Lives.of(calls);
    Fates fates = Fates.of(calls, scans);
    List<Violation> found = new ArrayList<>();

    new AnswerCheck(lives, found::add).check(calls);
    new IdentityCheck(fates, lives, found::add).check();
    new AckCheck(fates, lives, found::add).check();
    ShownCheck shown = new ShownCheck(fates, lives, found::add);
    shown.checkSelection(reads);
    shown.check(scans);
    new OrderCheck(fates, found::add).check(scans);
    MissingCheck missing = new MissingCheck(fates, lives, history.settled(), found::add);
    missing.check(scans);
    return new Verdict(
        found,
        scans.size(),
        scans.stream().mapToLong(scan -> scan.messages().size()).sum(),
        missing.required());
  }
}

package io.stream0.faults.check;

import io.stream0.faults.history.Period;
import io.stream0.faults.history.When;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a check found: broken promises, and apart from them the one exception that the contract has.
 * Behind a Kafka broker that was deposed and does not know it, a read by another server than that
 * of the writer can be late.
 */
final class Findings {
  private final List<Period> deposed;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Violation> late = new ArrayList<>();

  /**
   * @param deposed when a broker may have been
   */
  Findings(List<Period> deposed) {
    this.deposed = deposed;
  }

  void add(Violation violation) {
    violations.add(violation);
  }

  /**
   * A read did not show what had been written before: a violation, unless the exception covers it.
   *
   * @param read from the start of the read to its end
   * @param by the servers that were asked
   * @param writers the servers that had said themselves that it was written
   */
  void addOfRead(Violation violation, When read, Collection<String> by, Set<String> writers) {
    boolean byAnother = !writers.containsAll(by);
    if (byAnother && deposed.stream().anyMatch(period -> period.overlaps(read))) {
      late.add(violation);
    } else {
      violations.add(violation);
    }
  }

  /**
   * A webhook worker did not know what was recorded before: a violation, unless the exception
   * covers it, for workers look where the log ends as readers do.
   *
   * @param from from when on it may have looked
   * @param to when it had
   */
  void addOfWorker(Violation violation, long from, long to) {
    if (deposed.stream().anyMatch(period -> period.overlaps(from, to))) {
      late.add(violation);
    } else {
      violations.add(violation);
    }
  }

  List<Violation> violations() {
    return violations;
  }

  /** What the exception covers. */
  List<Violation> late() {
    return late;
  }
}

package io.stream0.faults.check;

import java.util.List;

/**
 * What is wrong with a history, and how much there was to be wrong.
 *
 * @param violations none if all promises were kept
 * @param late reads that were late behind a deposed broker, which the contract excepts
 * @param scans how many scans were looked at
 * @param shown how many messages they showed, each time counted
 * @param required how many times a message had to be in a scan
 */
public record Verdict(
    List<Violation> violations, List<Violation> late, long scans, long shown, long required) {
  public Verdict {
    violations = List.copyOf(violations);
    late = List.copyOf(late);
  }
}

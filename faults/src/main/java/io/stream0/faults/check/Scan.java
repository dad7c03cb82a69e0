package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Read;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A view read from its beginning, page by page.
 *
 * @param when from the start of the first page to the end of the last
 * @param complete whether it was read to its end
 * @param servers that its pages were read of
 */
record Scan(
    View view,
    Selection selection,
    When when,
    List<Shown> messages,
    boolean complete,
    Set<String> servers) {
  /** The scans of a history, in the order of their starts; pages without an answer add nothing. */
  static List<Scan> of(List<Read> reads) {
    Map<Long, List<Read>> byFirst = new LinkedHashMap<>();
    for (Read read : reads) {
      if (read.answer() instanceof Answer.Done<?>) {
        byFirst.computeIfAbsent(read.first(), f -> new ArrayList<>()).add(read);
      }
    }
    return byFirst.values().stream()
        .map(Scan::joined)
        .sorted(Comparator.comparingLong(scan -> scan.when().started()))
        .toList();
  }

  private static Scan joined(List<Read> reads) {
    Read first = reads.getFirst();
    if (first.when().number() != first.first()) {
      throw new IllegalArgumentException(
          "%s: first page %d (expected: one that was answered)"
              .formatted(first.when(), first.first()));
    }
    List<Shown> messages = new ArrayList<>();
    boolean more = true;
    long ended = first.when().ended();
    Set<String> servers = new LinkedHashSet<>();
    for (Read read : reads) {
      if (read.answer() instanceof Answer.Done<Page> page) {
        messages.addAll(page.said().messages());
        more = page.said().more();
        ended = Math.max(ended, read.when().ended());
        servers.add(read.when().server());
      }
    }
    When when = new When(first.first(), first.when().server(), first.when().started(), ended);
    return new Scan(first.view(), first.selection(), when, List.copyOf(messages), !more, servers);
  }

  /** Whether it shows all that the view has. */
  boolean isFull() {
    return complete && selection.equals(Selection.ALL);
  }
}

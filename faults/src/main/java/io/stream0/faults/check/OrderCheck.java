package io.stream0.faults.check;

import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.MessageId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of each view, one order agrees with all that readers saw; and what was sent when another message
 * was there already comes after that.
 */
final class OrderCheck {
  private final Fates fates;
  private final Findings found;

  OrderCheck(Fates fates, Findings found) {
    this.fates = fates;
    this.found = found;
  }

  void check(List<Scan> scans) {
    Map<View, Sequence> sequences = new LinkedHashMap<>();
    for (Scan scan : scans) {
      checkSending(scan);
      Sequence sequence = sequences.computeIfAbsent(scan.view(), v -> new Sequence());
      Shown before = null;
      for (Shown shown : scan.messages()) {
        // One that is shown twice in a row is no matter of order.
        if (before != null && !before.message().id().equals(shown.message().id())) {
          sequence.add(before.message().id(), shown.message().id(), scan.when());
        }
        before = shown;
      }
    }
    sequences.forEach(this::checkSequence);
  }

  private void checkSequence(View view, Sequence sequence) {
    List<MessageId> circle = sequence.circle();
    if (!circle.isEmpty()) {
      found.add(new Violation.OrderDiffers(view, circle, sequence.scans(circle)));
    }
  }

  /** Compares each message with the one before it that was sent last. */
  private void checkSending(Scan scan) {
    Fate last = null;
    Set<MessageId> told = new HashSet<>();
    for (Shown shown : scan.messages()) {
      Fate fate = fates.of(shown.message().id()).orElse(null);
      if (fate == null) {
        continue;
      }
      if (last != null && fate.visible(scan.view()) < last.sent() && told.add(last.id())) {
        found.add(new Violation.OutOfOrder(last.id(), fate.id(), scan.view(), scan.when()));
      }
      if (last == null || fate.sent() > last.sent()) {
        last = fate;
      }
    }
  }
}

package io.stream0.faults.check;

import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No read missed what was visible before it began, and once all had settled nothing is lost. What a
 * reader saw counts as a 201: nobody may see less later.
 *
 * <p>A scan that was not read to its end had to show what comes before the last that it did show,
 * by the order of the scan that was read in full at the end.
 */
final class MissingCheck {
  private final Fates fates;
  private final Lives lives;
  private final long settled;
  private final Findings found;
  private final Map<View, Map<MessageId, Integer>> places = new HashMap<>();

  private long required;

  MissingCheck(Fates fates, Lives lives, long settled, Findings found) {
    this.fates = fates;
    this.lives = lives;
    this.settled = settled;
    this.found = found;
  }

  /** How many times a message had to be in a scan. */
  long required() {
    return required;
  }

  void check(List<Scan> scans) {
    finals(scans).forEach(scan -> places.put(scan.view(), places(scan)));
    for (View view : fates.views()) {
      if (!places.containsKey(view) && isThereAtTheEnd(view)) {
        found.add(new Violation.NeverReadInFull(view));
      }
    }
    scans.forEach(this::check);
  }

  /** The scans that showed all of a view when everything had settled. */
  List<Scan> finals(List<Scan> scans) {
    return scans.stream().filter(scan -> isFinal(scan) && scan.isFull()).toList();
  }

  private boolean isFinal(Scan scan) {
    return scan.when().started() > settled;
  }

  private static Map<MessageId, Integer> places(Scan scan) {
    Map<MessageId, Integer> places = new HashMap<>();
    for (Shown shown : scan.messages()) {
      places.put(shown.message().id(), places.size());
    }
    return places;
  }

  private boolean isThereAtTheEnd(View view) {
    return switch (view) {
      case View.OfInbox inbox -> lives.isThere(inbox.agent(), Long.MAX_VALUE, Long.MAX_VALUE);
      case View.OfThread thread -> true;
    };
  }

  private void check(Scan scan) {
    Set<MessageId> shown = new HashSet<>();
    scan.messages().forEach(one -> shown.add(one.message().id()));
    int upTo = scan.complete() ? Integer.MAX_VALUE : lastPlace(scan);
    for (Fate fate : fates.in(scan.view())) {
      if (fate.sent() > scan.when().started()) {
        break;
      }
      if (mustShow(scan, upTo, fate)) {
        required++;
        if (!shown.contains(fate.id())) {
          misses(scan, fate);
        }
      }
    }
  }

  private void misses(Scan scan, Fate fate) {
    if (isFinal(scan)) {
      found.add(new Violation.Lost(fate.id(), fate.sending(), scan.view(), scan.when()));
      return;
    }
    long began = scan.when().started();
    Set<String> writers =
        scan.selection().status() == Selection.Status.ACKED
            ? fate.ackedBy(began)
            : fate.acceptedBy(began);
    found.addOfRead(
        new Violation.ReadMissed(fate.id(), fate.sending(), scan.view(), scan.when()),
        scan.when(),
        scan.servers(),
        writers);
  }

  /** The place of the last message that it shows; -1 where that is not known. */
  private int lastPlace(Scan scan) {
    return scan.messages().isEmpty()
        ? -1
        : place(scan.view(), scan.messages().getLast().message().id());
  }

  private int place(View view, MessageId message) {
    return places.getOrDefault(view, Map.of()).getOrDefault(message, -1);
  }

  private boolean mustShow(Scan scan, int upTo, Fate fate) {
    return isVisible(scan, fate)
        && isSelected(scan, fate)
        && (scan.complete() || isBefore(place(scan.view(), fate.id()), upTo))
        && isNotErased(scan, fate);
  }

  private boolean isVisible(Scan scan, Fate fate) {
    return fate.visible(scan.view()) < scan.when().started()
        || (isFinal(scan) && fate.exists() < settled);
  }

  private static boolean isSelected(Scan scan, Fate fate) {
    Selection selection = scan.selection();
    return (selection.thread() == null || selection.thread().equals(fate.sending().thread()))
        && switch (selection.status()) {
          case ALL -> true;
          case UNREAD -> fate.mayBeAcked() > scan.when().ended();
          case ACKED -> fate.acked() < scan.when().started();
        };
  }

  private static boolean isBefore(int place, int upTo) {
    return place >= 0 && place < upTo;
  }

  /** A thread keeps what was said; an inbox goes with its agent. */
  private boolean isNotErased(Scan scan, Fate fate) {
    return switch (scan.view()) {
      case View.OfInbox inbox -> !lives.mayEnd(inbox.agent(), fate.sent(), scan.when().ended());
      case View.OfThread thread -> true;
    };
  }
}

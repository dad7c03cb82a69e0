package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Read;
import io.stream0.faults.history.Message;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nothing was shown that should not have been: of what reads had in them, every piece is right. */
final class ShownCheck {
  private final Fates fates;
  private final Lives lives;
  private final Findings found;
  private final Map<MessageId, Message> first = new HashMap<>();

  ShownCheck(Fates fates, Lives lives, Findings found) {
    this.fates = fates;
    this.lives = lives;
    this.found = found;
  }

  void checkSelection(List<Read> reads) {
    for (Read read : reads) {
      if (read.answer() instanceof Answer.Done<Page> page) {
        page.said().messages().stream()
            .filter(shown -> !read.selection().takes(shown))
            .forEach(shown -> found.add(new Violation.NotAskedFor(shown, read)));
      }
    }
  }

  void check(List<Scan> scans) {
    for (Scan scan : scans) {
      Set<MessageId> before = new HashSet<>();
      for (Shown shown : scan.messages()) {
        if (!before.add(shown.message().id())) {
          found.add(new Violation.ShownTwice(shown.message().id(), scan.view(), scan.when()));
        }
        check(scan, shown);
      }
    }
  }

  private void check(Scan scan, Shown shown) {
    Message message = shown.message();
    Fate fate = fates.of(message.id()).orElse(null);
    if (fate == null || fate.sent() > scan.when().ended()) {
      found.add(new Violation.Invented(shown, scan.view(), scan.when()));
      return;
    }
    checkText(scan, message, fate.sending());
    if (shown.acked() && fate.mayBeAcked() > scan.when().ended()) {
      found.add(new Violation.AckedByNobody(message.id(), scan.view(), scan.when()));
    }
    switch (scan.view()) {
      case View.OfInbox inbox -> checkInbox(scan, shown, fate, inbox.agent());
      // The status in a thread follows that of the inbox, and a thread outlives who spoke in it.
      case View.OfThread thread -> {}
    }
  }

  private void checkInbox(Scan scan, Shown shown, Fate fate, AgentId agent) {
    if (!shown.acked() && fate.acked() < scan.when().started()) {
      found.addOfRead(
          new Violation.UnreadAfterAck(fate.id(), scan.view(), scan.when()),
          scan.when(),
          scan.servers(),
          fate.ackedBy(scan.when().started()));
    }
    for (Lives.Ending ending : lives.endings(agent)) {
      if (fate.exists() < ending.started() && ending.ended() < scan.when().started()) {
        found.addOfRead(
            new Violation.ShownAfterErasure(fate.id(), scan.view(), ending.last(), scan.when()),
            scan.when(),
            scan.servers(),
            Set.of(ending.last().server()));
      }
    }
  }

  private void checkText(Scan scan, Message message, Sending sent) {
    Message known = first.putIfAbsent(message.id(), message);
    if (known != null && !known.equals(message)) {
      alter(scan, message, known.toString());
    }
    boolean asSent =
        message.content().equals(sent.content())
            && message.thread().equals(sent.thread())
            && message.from().equals(sent.from())
            && message.to().equals(sent.to());
    boolean inPlace =
        switch (scan.view()) {
          case View.OfInbox inbox -> inbox.agent().equals(sent.to());
          case View.OfThread thread -> thread.thread().equals(sent.thread());
        };
    if (!asSent || !inPlace) {
      alter(scan, message, sent.toString());
    }
  }

  private void alter(Scan scan, Message message, String was) {
    found.add(
        new Violation.Altered(
            message.id(), was, "%s in %s".formatted(message, scan.view()), scan.when()));
  }
}

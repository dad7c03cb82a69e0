package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.InboxRecord;
import io.stream0.faults.history.InboxRecord.Sent;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Message;
import io.stream0.faults.history.Position;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.ThreadEntry;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the topics against the history: what was accepted is on them, each message that an inbox
 * took has its entry in its thread, and what was shown when all had settled is what they lead to,
 * in their order, no more and no less.
 *
 * <p>A call whose answer nobody waited for may reach the log late. So a view may lack what is
 * behind the last record that was known to be folded, and nothing else.
 */
final class LogCheck {
  private final Log log;
  private final Findings found;
  private final Map<AgentId, LoggedInbox> inboxes = new HashMap<>();
  private final Map<MessageId, Sent> taken = new HashMap<>();

  /** The entries of each thread that count: of each source the first. */
  private final Map<ThreadId, List<ThreadEntry>> threads = new LinkedHashMap<>();

  private final Map<Position, ThreadEntry> bySource = new HashMap<>();

  /** How far each partition of inbox is certain to have been folded when all had settled. */
  private final Map<Integer, Long> folded = new HashMap<>();

  LogCheck(Log log, Findings found) {
    this.log = log;
    this.found = found;
    for (InboxRecord record : log.inbox()) {
      inboxes.computeIfAbsent(record.agent(), a -> new LoggedInbox()).add(record);
    }
    inboxes.values().forEach(inbox -> taken.putAll(inbox.taken()));
    for (ThreadEntry entry : log.threads()) {
      if (bySource.putIfAbsent(entry.source(), entry) == null) {
        threads.computeIfAbsent(entry.thread(), t -> new ArrayList<>()).add(entry);
      }
    }
  }

  /**
   * @param finals the scans that showed all of a view when everything had settled
   */
  void check(List<Call> calls, List<Scan> finals) {
    checkAccepted(calls);
    checkEntries();
    for (Scan scan : finals) {
      switch (scan.view()) {
        case View.OfInbox inbox -> checkInbox(scan, inbox.agent());
        case View.OfThread thread -> checkThread(scan, thread.thread());
      }
    }
  }

  /** Everything that an inbox took. */
  Map<MessageId, Sent> taken() {
    return taken;
  }

  private void checkAccepted(List<Call> calls) {
    for (Call call : calls) {
      if (call instanceof Call.Send send && send.answer() instanceof Answer.Done<Accepted> done) {
        Sent sent = taken.get(done.said().id());
        if (sent == null || !sent.content().equals(send.sending().content())) {
          found.add(new Violation.NotOnTheLog(done.said().id(), "inbox"));
        } else if (done.said().visible()) {
          folded.merge(sent.at().partition(), sent.at().offset(), Math::max);
        }
      }
    }
  }

  private void checkEntries() {
    for (Sent sent : taken.values()) {
      if (isFolded(sent.at()) && !bySource.containsKey(sent.at())) {
        found.add(new Violation.NotOnTheLog(sent.id(), "threads"));
      }
    }
    for (ThreadEntry entry : log.threads()) {
      Sent sent = taken.get(entry.id());
      if (sent == null || !derives(entry, sent)) {
        found.add(new Violation.LogDiffers(entry, String.valueOf(sent)));
      }
    }
  }

  private static boolean derives(ThreadEntry entry, Sent sent) {
    return entry.source().equals(sent.at())
        && entry.thread().equals(sent.thread())
        && entry.from().equals(sent.from())
        && entry.to().equals(sent.agent())
        && entry.content().equals(sent.content());
  }

  private boolean isFolded(Position at) {
    return at.offset() <= folded.getOrDefault(at.partition(), -1L);
  }

  private void checkInbox(Scan scan, AgentId agent) {
    LoggedInbox inbox = inboxes.getOrDefault(agent, new LoggedInbox());
    checkOrder(scan, inbox.shown());
    for (Shown shown : scan.messages()) {
      InboxRecord.Acked ack = inbox.acked().get(shown.message().id());
      if (shown.acked() && ack == null) {
        differs(scan, shown.message().id() + " is acked (expected: no acknowledgement of it won)");
      } else if (!shown.acked() && ack != null && isFolded(ack.at())) {
        differs(scan, shown.message().id() + " is unread (expected: acked by " + ack.at() + ")");
      }
    }
  }

  private void checkThread(Scan scan, ThreadId thread) {
    checkOrder(
        scan,
        threads.getOrDefault(thread, List.of()).stream()
            .map(entry -> taken.get(entry.id()))
            .filter(sent -> sent != null)
            .toList());
  }

  /** What was shown is what is on the log, from its beginning to behind what was folded. */
  private void checkOrder(Scan scan, List<Sent> logged) {
    List<Shown> shown = scan.messages();
    for (int i = 0; i < shown.size(); i++) {
      Message message = shown.get(i).message();
      if (i >= logged.size() || !isOf(message, logged.get(i))) {
        String expected = i < logged.size() ? logged.get(i).toString() : "no more";
        differs(scan, "message %d is %s (expected: %s)".formatted(i + 1, message, expected));
        return;
      }
    }
    logged.stream()
        .skip(shown.size())
        .filter(sent -> isFolded(sent.at()))
        .findFirst()
        .ifPresent(sent -> differs(scan, "it ends before " + sent));
  }

  private static boolean isOf(Message message, Sent sent) {
    return message.id().equals(sent.id())
        && message.thread().equals(sent.thread())
        && message.from().equals(sent.from())
        && message.to().equals(sent.agent())
        && message.content().equals(sent.content())
        && Instant.parse(message.createdAt()).equals(sent.appended());
  }

  private void differs(Scan scan, String difference) {
    found.add(new Violation.ViewDiffersFromLog(scan.view(), scan.when(), difference));
  }
}

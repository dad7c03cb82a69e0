package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Send;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of every message that a history knows. */
final class Fates {
  private final Map<String, List<Send>> sends = new LinkedHashMap<>();
  private final Map<MessageId, Fate> byId = new HashMap<>();
  private final Map<View, List<Fate>> byView = new LinkedHashMap<>();

  static Fates of(List<Call> calls, List<Scan> scans) {
    Fates fates = new Fates();
    for (Call call : calls) {
      if (call instanceof Send send) {
        fates.sends.computeIfAbsent(send.sending().content(), c -> new ArrayList<>()).add(send);
      }
    }
    for (Call call : calls) {
      if (call instanceof Send send && send.answer() instanceof Answer.Done<Accepted> accepted) {
        fates
            .fate(accepted.said().id(), send.sending())
            .accepted(send.when().server(), send.when().ended(), accepted.said().visible());
      }
    }
    scans.forEach(fates::add);
    for (Call call : calls) {
      if (call instanceof Call.Ack ack) {
        fates.add(ack);
      }
    }
    fates.byView.values().forEach(some -> some.sort(Comparator.comparingLong(Fate::sent)));
    return fates;
  }

  private void add(Scan scan) {
    for (Shown shown : scan.messages()) {
      Sending sending = sending(shown.message().content());
      if (sending != null) {
        Fate fate = fate(shown.message().id(), sending);
        fate.seen(scan.view(), scan.when().ended());
        if (shown.acked() && scan.view() instanceof View.OfInbox) {
          fate.acked(scan.when().ended());
        }
      }
    }
  }

  private void add(Call.Ack ack) {
    Fate fate = byId.get(ack.message());
    if (fate == null) {
      // Shown, and sent by nobody: that is what will be told of it.
      return;
    }
    fate.acked(ack);
    if (ack.answer() instanceof Answer.Done<?>) {
      fate.acked(ack.when().ended());
    }
  }

  private Fate fate(MessageId id, Sending sending) {
    return byId.computeIfAbsent(
        id,
        i -> {
          Fate fate = new Fate(id, sending, sends(sending).getFirst().when().started());
          for (View view :
              List.of(new View.OfInbox(sending.to()), new View.OfThread(sending.thread()))) {
            byView.computeIfAbsent(view, v -> new ArrayList<>()).add(fate);
          }
          return fate;
        });
  }

  /** The sending of this content; null if nobody sent it. */
  private @Nullable Sending sending(String content) {
    List<Send> attempts = sends.get(content);
    return attempts == null ? null : attempts.getFirst().sending();
  }

  /** All calls of a sending, in the order of their starts. */
  List<Send> sends(Sending sending) {
    return sends.getOrDefault(sending.content(), List.of());
  }

  /** All calls of each sending. */
  Collection<List<Send>> sends() {
    return sends.values();
  }

  Collection<Fate> all() {
    return byId.values();
  }

  Optional<Fate> of(MessageId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What may be in a view, in the order in which it was sent. */
  List<Fate> in(View view) {
    return byView.getOrDefault(view, List.of());
  }

  Collection<View> views() {
    return byView.keySet();
  }
}

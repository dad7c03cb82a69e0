package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Send;
import io.stream0.faults.history.Sending;
import io.stream0.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was sent once is one message, however often that was repeated and whatever came of it; but
 * each life of the agent it was sent to may have one.
 */
final class IdentityCheck {
  private final Fates fates;
  private final Lives lives;
  private final Findings found;

  IdentityCheck(Fates fates, Lives lives, Findings found) {
    this.fates = fates;
    this.lives = lives;
    this.found = found;
  }

  void check() {
    Map<String, List<MessageId>> messages = new HashMap<>();
    for (Fate fate : fates.all()) {
      messages.computeIfAbsent(fate.sending().content(), c -> new ArrayList<>()).add(fate.id());
    }
    for (List<Send> sends : fates.sends()) {
      Sending sending = sends.getFirst().sending();
      int most = 1 + livesOf(sends, sending);
      Set<MessageId> answered = answered(sends);
      List<MessageId> there = messages.getOrDefault(sending.content(), List.of());
      if (answered.size() > most) {
        found.add(new Violation.RepeatMadeAnother(sending, answered));
      } else if (there.size() > most) {
        found.add(new Violation.Doubled(sending.content(), there));
      }
      sends.forEach(this::checkAnswer);
    }
  }

  /** What nobody waited for may be done at any time later, in another life. */
  private int livesOf(List<Send> sends, Sending sending) {
    long from = sends.getFirst().when().started();
    long to =
        sends.stream()
            .mapToLong(send -> send.answer().isKnown() ? send.when().ended() : Long.MAX_VALUE)
            .max()
            .orElse(from);
    return lives.endings(sending.to(), from, to).size();
  }

  private static Set<MessageId> answered(List<Send> sends) {
    Set<MessageId> answered = new LinkedHashSet<>();
    for (Send send : sends) {
      if (send.answer() instanceof Answer.Done<Accepted> accepted) {
        answered.add(accepted.said().id());
      }
    }
    return answered;
  }

  /** An id stands for one message. */
  private void checkAnswer(Send send) {
    if (send.answer() instanceof Answer.Done<Accepted> accepted) {
      Sending known = fates.of(accepted.said().id()).orElseThrow().sending();
      if (!known.equals(send.sending())) {
        found.add(
            new Violation.Altered(
                accepted.said().id(), known.toString(), send.sending().toString(), send.when()));
      }
    }
  }
}

package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Ack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of all acknowledgements of a message, one wins; one that cannot have lost is not refused. */
final class AckCheck {
  private final Fates fates;
  private final Lives lives;
  private final Findings found;

  AckCheck(Fates fates, Lives lives, Findings found) {
    this.fates = fates;
    this.lives = lives;
    this.found = found;
  }

  void check() {
    for (Fate fate : fates.all()) {
      Map<Object, Ack> winners = new HashMap<>();
      for (Ack ack : fate.acks()) {
        if (ack.answer() instanceof Answer.Done<?>) {
          winners.putIfAbsent(identity(ack), ack);
        }
      }
      if (winners.size() > 1) {
        found.add(
            new Violation.AckWonTwice(fate.id(), Violation.times(List.copyOf(winners.values()))));
      }
      for (Ack ack : fate.acks()) {
        if (ack.answer() instanceof Answer.NotThere<?> && mustWin(fate, ack)) {
          found.addOfRead(
              new Violation.AckRefused(fate.id(), ack.when()),
              ack.when(),
              List.of(ack.when().server()),
              fate.acceptedBy(ack.when().started()));
        }
      }
    }
  }

  /** Repeats with one key are one; without a key, each is its own. */
  private static Object identity(Ack ack) {
    return ack.key() == null ? ack.when().number() : ack.key();
  }

  private boolean mustWin(Fate fate, Ack ack) {
    boolean wasThere =
        fate.exists() < ack.when().started()
            && !lives.mayEnd(fate.sending().to(), fate.sent(), ack.when().ended());
    return wasThere && (isAlone(fate, ack) || repeatsTheWinner(fate, ack));
  }

  private static boolean isAlone(Fate fate, Ack ack) {
    return fate.acks().stream()
        .noneMatch(
            other -> other.answer().mayBeDone() && other.when().started() < ack.when().ended());
  }

  private static boolean repeatsTheWinner(Fate fate, Ack ack) {
    return ack.key() != null
        && fate.acks().stream()
            .anyMatch(
                other ->
                    ack.key().equals(other.key())
                        && other.answer() instanceof Answer.Done<?>
                        && other.when().ended() < ack.when().started());
  }
}

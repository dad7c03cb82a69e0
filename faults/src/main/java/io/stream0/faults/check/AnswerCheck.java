package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import java.util.List;

/** Every call was answered as the contract says, and who is registered was there. */
final class AnswerCheck {
  private final Lives lives;
  private final Findings found;

  AnswerCheck(Lives lives, Findings found) {
    this.lives = lives;
    this.found = found;
  }

  void check(List<Call> calls) {
    for (Call call : calls) {
      switch (call.answer()) {
        case Answer.Odd<?> odd -> found.add(new Violation.OddAnswer(call, odd.what()));
        case Answer.NotThere<?> notThere -> checkNotThere(call);
        case Answer.Done<?> done -> {}
        case Answer.NotKnown<?> notKnown -> {}
      }
    }
  }

  private void checkNotThere(Call call) {
    switch (call) {
      case Call.Send send -> checkThere(call, send.sending().to());
      case Call.Delete delete -> checkDeletion(delete);
      case Call.Read read -> {
        switch (read.view()) {
          case View.OfInbox inbox -> checkThere(call, inbox.agent());
          case View.OfThread thread -> odd(call);
        }
      }
      case Call.Register register -> odd(call);
      // What is refused here is a matter of who else acknowledged: see there.
      case Call.Ack ack -> {}
    }
  }

  private void odd(Call call) {
    found.add(new Violation.OddAnswer(call, "404"));
  }

  private void checkThere(Call call, AgentId agent) {
    When when = call.when();
    if (lives.isThere(agent, when.started(), when.ended())) {
      addNotThere(call, agent);
    }
  }

  /** The repeat of a deletion may find it done. */
  private void checkDeletion(Call.Delete delete) {
    if (lives.isThere(delete.agent(), delete.when().started(), delete.when().started())) {
      addNotThere(delete, delete.agent());
    }
  }

  private void addNotThere(Call call, AgentId agent) {
    When when = call.when();
    found.addOfRead(
        new Violation.AgentNotThere(call),
        when,
        List.of(when.server()),
        lives.registeredBy(agent, when.started()));
  }
}

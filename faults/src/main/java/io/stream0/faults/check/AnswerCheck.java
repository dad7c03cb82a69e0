package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import java.util.List;
import java.util.function.Consumer;

/** Every call was answered as the contract says, and who is registered was there. */
final class AnswerCheck {
  private final Lives lives;
  private final Consumer<Violation> found;

  AnswerCheck(Lives lives, Consumer<Violation> found) {
    this.lives = lives;
    this.found = found;
  }

  void check(List<Call> calls) {
    for (Call call : calls) {
      switch (call.answer()) {
        case Answer.Odd<?> odd -> found.accept(new Violation.OddAnswer(call, odd.what()));
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
    found.accept(new Violation.OddAnswer(call, "404"));
  }

  private void checkThere(Call call, AgentId agent) {
    When when = call.when();
    if (lives.isThere(agent, when.started(), when.ended())) {
      found.accept(new Violation.AgentNotThere(call));
    }
  }

  /** The repeat of a deletion may find it done. */
  private void checkDeletion(Call.Delete delete) {
    if (lives.isThere(delete.agent(), delete.when().started(), delete.when().started())) {
      found.accept(new Violation.AgentNotThere(delete));
    }
  }
}

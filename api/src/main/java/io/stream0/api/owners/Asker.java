package io.stream0.api.owners;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whoever holds a partition, and while it moves, waits for who takes it, until the deadline.
 * What may not be asked twice is asked again only where nobody can have it.
 */
final class Asker {
  private static final Logger log = LoggerFactory.getLogger(Asker.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Owners owners;
  private final String instance = UUID.randomUUID().toString();
  private final AtomicLong asked = new AtomicLong();

  Asker(Owners owners) {
    this.owners = owners;
  }

  /**
   * @param deadline until when to look for who can answer
   * @param call what to ask, by the id it is given, with what is left of its time by then
   * @return the answer, as it came
   * @throws OutcomeUnknownException if it may not be asked twice, and whoever may have it does not
   *     answer
   * @throws UnansweredException if nobody answered, and nobody can be asked any more
   */
  byte[] ask(HeldPartition partition, Deadline deadline, Function<String, HolderLink.Call> call) {
    while (true) {
      Owners.Owner owner = owners.of(partition, deadline);
      HolderLink.Call made = call.apply(instance + "-" + asked.incrementAndGet());
      Reply reply = owner.link().ask(partition, made, () -> owners.holds(owner));
      switch (reply) {
        case Reply.Answered answered -> {
          return answered.answer();
        }
        case Reply.NotHeld notHeld -> again(owner, notHeld.why());
        case Reply.Lost lost -> {
          again(owner, lost.why());
          refuseToRepeat(made, lost.sent(), lost.why());
        }
        case Reply.GivenUp givenUp -> {
          log.debug("{} is looked for anew", partition);
          refuseToRepeat(made, givenUp.sent(), partition + " moved away");
        }
        case Reply.Unanswered unanswered -> {
          refuseToRepeat(made, true, unanswered.why());
          if (deadline.hasPassed()) {
            throw new UnansweredException(unanswered.why());
          }
          log.debug("asked again: {}", unanswered.why());
          HolderLink.pause(PAUSE, deadline);
        }
      }
    }
  }

  private void again(Owners.Owner owner, String why) {
    log.debug("asked again: {}", why);
    owners.wasWrong(owner);
  }

  private static void refuseToRepeat(HolderLink.Call call, boolean sent, String why) {
    if (call.once() && sent) {
      throw new OutcomeUnknownException(why);
    }
  }
}

package io.stream0.api.owners;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.wire.Log;
import io.stream0.protocol.wire.WebhookAnswer;
import io.stream0.protocol.wire.WebhookAsk;
import io.stream0.protocol.wire.WebhookAsk.Question;
import io.stream0.protocol.wire.WebhookCodec;
import java.time.Duration;
import java.util.Optional;

/**
 * The port of webhooks over HTTP/2. What is listed may be asked again; a test that a worker may
 * have is not, since it may have gone out.
 */
final class RemoteWebhooks implements Webhooks {
  private final Holders workers;
  private final Asker asker;
  private final int partitions;

  /**
   * @param partitions how many {@code deliveries} has
   */
  RemoteWebhooks(Holders workers, int partitions) {
    this.workers = workers;
    this.asker = new Asker(workers.owners());
    this.partitions = partitions;
  }

  @Override
  public Page list(Listing listing, Deadline deadline) {
    WebhookAnswer answer = read(new Question.Deliveries(listing), deadline);
    if (answer instanceof WebhookAnswer.Listed listed) {
      return listed.page();
    }
    throw noAnswer(answer);
  }

  @Override
  public Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Deadline deadline) {
    WebhookAnswer answer = read(new Question.Owner(tenant, delivery), deadline);
    if (answer instanceof WebhookAnswer.Owned owned) {
      return owned.owner();
    }
    throw noAnswer(answer);
  }

  /** A worker that hangs is noticed long before the longest time that an attempt may be given. */
  @Override
  public Tested test(Test test, Deadline deadline) {
    WebhookAnswer answer = ask(new Question.Test(test), deadline, LONGEST_ATTEMPT, true);
    if (answer instanceof WebhookAnswer.Tested tested) {
      return tested.tested();
    }
    if (answer instanceof WebhookAnswer.Busy busy) {
      throw new BusyException(busy.what(), busy.retryAfter());
    }
    throw new OutcomeUnknownException(notAsked(answer));
  }

  private WebhookAnswer read(Question question, Deadline deadline) {
    return ask(question, deadline, Duration.ZERO, false);
  }

  /**
   * @param beyond how long the answer may take when the deadline has passed
   */
  private WebhookAnswer ask(Question question, Deadline deadline, Duration beyond, boolean once) {
    if (workers.isNobodyNamed()) {
      throw new UnansweredException(
          "no webhook worker is known here (expected: host:port of one in stream0.webhook-workers)");
    }
    byte[] answer =
        asker.ask(
            new HeldPartition(Log.DELIVERIES, question.partition(partitions)),
            deadline,
            id -> {
              Duration left = Duration.ofNanos(Math.max(0, deadline.nanosLeft())).plus(beyond);
              WebhookAsk ask = new WebhookAsk(id, question, left);
              return new HolderLink.Call(id, WebhookCodec.encode(ask), left, once);
            });
    try {
      return WebhookCodec.answer(answer);
    } catch (InvalidValueException e) {
      String why = "a webhook worker answered what is no answer here";
      throw once ? new OutcomeUnknownException(why, e) : new UnansweredException(why, e);
    }
  }

  private static UnansweredException noAnswer(WebhookAnswer answer) {
    return new UnansweredException(notAsked(answer));
  }

  private static String notAsked(WebhookAnswer answer) {
    return "a webhook worker answered what was not asked: " + answer;
  }
}

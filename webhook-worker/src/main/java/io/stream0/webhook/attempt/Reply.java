package io.stream0.webhook.attempt;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an endpoint took what it was sent. */
public sealed interface Reply {
  /**
   * It answered.
   *
   * @param retryAfter the header of this name; null if it was not there
   */
  record Answered(int status, @Nullable String retryAfter) implements Reply {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * It did not.
   *
   * @param error in a word, such as {@code timeout}
   */
  record Unanswered(String error) implements Reply {}

  default Answer answer() {
    return switch (this) {
      case Answered a -> Answer.status(a.status());
      case Unanswered u -> Answer.none(u.error());
    };
  }

  /** How long it asked to be left alone, by a status that may ask so; null if it did not. */
  static @Nullable Duration asked(Reply reply, Instant now) {
    return switch (reply) {
      case Answered a ->
          a.status() == 429 || a.status() == 503 ? RetryAfter.parse(a.retryAfter(), now) : null;
      case Unanswered u -> null;
    };
  }
}

package io.stream0.webhook.delivery;

import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import java.time.Instant;

/**
 * Where a delivery stands: what its steps, in the order of the log, amount to. Once delivered it
 * stays so, whatever an owner that was deposed records late, until someone asks for it again.
 */
public sealed interface DeliveryState {
  /** Due at once, whatever the clocks say: before all that has a time. */
  Instant AT_ONCE = Instant.EPOCH;

  /** What {@link Pending#made} is before any step. */
  long MESSAGE = 0;

  /** How often it was asked for again. */
  int round();

  /**
   * To be sent.
   *
   * @param attempts how often it was tried in this round
   * @param due when to send it
   * @param made what made it due then, so that no two causes have one hint: 0 for the message, one
   *     more than its offset for a step
   */
  record Pending(int round, int attempts, Instant due, long made) implements DeliveryState {}

  /** Told. */
  record Delivered(int round) implements DeliveryState {}

  /** Not told, and not to be tried again unless someone asks for it. */
  record Exhausted(int round) implements DeliveryState {}

  /** Before any step: due at once. */
  static DeliveryState first() {
    return new Pending(0, 0, AT_ONCE, MESSAGE);
  }

  /**
   * @param offset of the step's record
   */
  default DeliveryState after(Step step, long offset) {
    return switch (step) {
      case Step.Redelivery r -> new Pending(round() + 1, 0, AT_ONCE, offset + 1);
      case Step.GivenUp g -> this instanceof Pending ? new Exhausted(round()) : this;
      case Step.Attempted a -> after(a, offset);
    };
  }

  private DeliveryState after(Step.Attempted step, long offset) {
    if (step.outcome() instanceof AttemptOutcome.Delivered) {
      return new Delivered(round());
    }
    // What an earlier round came to is nothing to one that was asked for since.
    if (!(this instanceof Pending pending)
        || step.round() < round()
        || step.attempt() < pending.attempts()) {
      return this;
    }
    return switch (step.outcome()) {
      case AttemptOutcome.Failed f -> new Pending(round(), step.attempt(), f.next(), offset + 1);
      case AttemptOutcome.Exhausted x -> new Exhausted(round());
      case AttemptOutcome.Delivered d -> new Delivered(round());
    };
  }
}

package io.stream0.webhook.delivery;

import io.stream0.webhook.delivery.DeliveryFacts.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one delivery went, by the order of the log and the times of its records.
 *
 * @param state where it stands
 * @param last when Kafka appended the last record that meant something to it
 */
record Course(DeliveryState state, Instant last) {
  /**
   * @param steps in the order of the log
   * @param retention after which it cannot be asked for again; null for never
   */
  static Course of(Message message, List<Recorded> steps, @Nullable Duration retention) {
    Course course = new Course(DeliveryState.first(), message.createdAt());
    for (Recorded recorded : steps) {
      course = course.after(recorded, retention);
    }
    return course;
  }

  /**
   * Once it has come to an end and the retention has passed since its last record, nothing happens
   * to it any more, also if it is asked for again: two hours later its rows may be gone, and
   * whether they are must not decide.
   */
  private Course after(Recorded recorded, @Nullable Duration retention) {
    Instant at = recorded.step().recordedAt();
    if (!(state instanceof DeliveryState.Pending) && isOver(retention, at)) {
      return this;
    }
    return new Course(
        state.after(recorded.step(), recorded.offset()), at.isAfter(last) ? at : last);
  }

  /** Whether, by then, that much time has passed since the last record. */
  boolean isOver(@Nullable Duration time, Instant now) {
    return time != null && !now.isBefore(last.plus(time));
  }
}

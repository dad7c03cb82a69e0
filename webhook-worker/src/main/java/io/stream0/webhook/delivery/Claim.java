package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.query.UnansweredException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a desk gives with a job: what holds by the time that its turn comes, not what held when it
 * was handed out. For the thread that makes the attempt; but for {@link #failingSince} each call
 * may wait.
 */
public interface Claim {
  /**
   * Whether the job is still to be done, and for whom. If not, the desk has it back: its agent is
   * gone or leads elsewhere, another worker has recorded the same attempt, the task has ended, or
   * none of that could be found out in time.
   *
   * @return the agent as it is now, with a webhook at the job's endpoint
   */
  Optional<Agent> begin();

  /**
   * Waits until all is known that others recorded before this is called. What this worker recorded
   * itself may not be folded yet, unless there is very much of it.
   *
   * @throws UnansweredException if that did not come about in time
   */
  void catchUp();

  /** The agent as far as is known; empty once its life is over. */
  Optional<Agent> agent();

  /**
   * Since when its webhook, as set at this revision, only fails, as far as is known; empty while it
   * does not, and where this worker has recorded a success since that is not folded yet.
   *
   * @throws UnansweredException if the task has ended and there is no such success
   */
  Optional<Instant> failingSince(long revision);

  /**
   * What the attempt came to is on {@code deliveries}.
   *
   * @param at its offset below 0 where that is not known
   * @param event what was recorded
   */
  void recorded(RecordPosition at, DeliveryEvent event);

  /** Kafka did not take what the attempt came to: the desk has the job back. */
  void leftNoRecord();
}

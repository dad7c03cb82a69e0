package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.query.UnansweredException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongPredicate;

/** What is known of agents, and of what any worker has recorded. Any thread may ask. */
public interface Knowledge {
  /** The agent whose life this is, while it lasts. */
  Optional<Agent> agent(Life life);

  /**
   * Since when a webhook, as set at that revision, only fails; empty while it does not.
   *
   * @throws UnansweredException if the rows are not there any more
   */
  Optional<Instant> failingSince(Life life, long revision);

  /**
   * Waits, unless all is known that was so at some moment of the last second; where it waited, all
   * is known that was so when it began to, five seconds before at most. A worker that was paused,
   * or cut off, and succeeded meanwhile does not get past this before it knows what its successor
   * did.
   *
   * @param own whether the record of {@code deliveries} at an offset is of the asker's own making
   *     and known to it: that one is not waited for
   * @throws UnansweredException if that did not come about in time
   */
  void confirm(LongPredicate own);

  /**
   * Waits until all is known that is so when this is called.
   *
   * @param own as {@link #confirm} has it
   * @throws UnansweredException if that did not come about in time
   */
  void catchUp(LongPredicate own);
}

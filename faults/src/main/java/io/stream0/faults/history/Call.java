package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import org.jspecify.annotations.Nullable;

/** One request and what came of it. */
public sealed interface Call {
  When when();

  Answer<?> answer();

  /**
   * Once it is done, the agent is there.
   *
   * @param webhook where it wants to be told of messages; null if that is not said
   */
  record Register(When when, AgentId agent, @Nullable String webhook, Answer<Registered> answer)
      implements Call {}

  /**
   * Once it is done, the agent and its inbox are gone. Who deletes an agent repeats that until it
   * is known what came of it, before the agent is registered again.
   */
  record Delete(When when, AgentId agent, Answer<Nothing> answer) implements Call {}

  record Send(When when, Sending sending, Answer<Accepted> answer) implements Call {}

  /**
   * @param key what its repeats are told by; null for one that is never repeated
   */
  record Ack(When when, MessageId message, @Nullable IdempotencyKey key, Answer<Nothing> answer)
      implements Call {}

  /**
   * A page.
   *
   * @param first the number of the call that read the first page of this scan; its own for that one
   */
  record Read(When when, View view, Selection selection, long first, Answer<Page> answer)
      implements Call {}

  /**
   * The agent is there.
   *
   * @param secret what its webhook's notifications are signed with; null if it has none
   */
  record Registered(@Nullable String secret) {}

  /** Done, and no more to say. */
  record Nothing() {}

  /**
   * The message is durable under this id.
   *
   * @param visible whether every reader sees it: 201, not 202
   */
  record Accepted(MessageId id, boolean visible) {}
}

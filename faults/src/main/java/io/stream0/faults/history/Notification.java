package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to tell a webhook of a message, as it came to the endpoint.
 *
 * @param when from its arrival until it was about to be answered
 * @param webhookOf the agent whose webhook was called
 * @param id {@code webhook-id}
 * @param signedAt {@code webhook-timestamp}, in whole seconds: the attempt began then or in the
 *     second after that
 * @param genuine whether its signature is that of the secret which the agent's registration was
 *     answered with, and not of another time than that of its arrival
 * @param said what it told
 * @param answer the status that the endpoint gives it, which may get lost on its way; null if it
 *     gives none
 */
public record Notification(
    When when,
    AgentId webhookOf,
    String id,
    Instant signedAt,
    boolean genuine,
    Said said,
    @Nullable Integer answer) {
  private static final int SUCCESSES = 2;
  private static final int HUNDRED = 100;

  /**
   * The message, as its body has it.
   *
   * @param agent whom it was sent to
   */
  public record Said(
      AgentId agent, MessageId message, ThreadId thread, AgentId from, String content) {}

  public MessageId message() {
    return said.message();
  }

  /** Whether the endpoint has it now, and says so. */
  public boolean isTaken() {
    return answer != null && answer / HUNDRED == SUCCESSES;
  }
}

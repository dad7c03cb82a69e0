package io.stream0.api.caller;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.directory.Agent;
import io.stream0.protocol.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling.
 *
 * @param tenant whose agents, threads and inboxes it may use
 * @param agent the agent whose token it showed; null for an API key, which may act for all
 */
public record Caller(TenantId tenant, @Nullable Agent agent) {
  /**
   * For what a token may not do.
   *
   * @param what such as {@code register agents}
   */
  public void requireApiKey(String what) {
    if (agent != null) {
      throw forbidden("a token may not " + what + " (expected: an API key)");
    }
  }

  /**
   * For what a token may do for its own agent only.
   *
   * @param what such as {@code read an inbox}
   */
  public void requireMayActFor(Agent other, String what) {
    if (agent != null && !isSelf(other)) {
      throw forbidden(
          "agent: %s (expected: %s, whose token this is, to %s)"
              .formatted(other.id(), agent.id(), what));
    }
  }

  private boolean isSelf(Agent other) {
    return agent != null && agent.incarnation().equals(other.incarnation());
  }

  public static ProblemException forbidden(String error) {
    return new ProblemException(Problem.FORBIDDEN, error);
  }
}

package io.stream0.api.agents;

import io.stream0.api.problem.ProblemException;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.Optional;

/** Finds agents, asking the log again before it says that one is not there. */
public final class AgentLookup {
  private final Directory directory;
  private final Duration timeout;

  /**
   * @param timeout how long to wait for the directory to reach its log's end
   */
  public AgentLookup(Directory directory, Duration timeout) {
    this.directory = directory;
    this.timeout = timeout;
  }

  /**
   * The agent of this id or alias, for sending to it or reading its inbox: an id that is known is
   * taken as it is known, since the fold refuses what is sent to an incarnation that is over. An
   * alias or an unknown name is looked up as of now.
   *
   * @throws ProblemException not found
   */
  public Agent find(TenantId tenant, AgentId name) {
    Optional<Agent> known = directory.find(tenant, name);
    return known.isPresent() && known.get().id().equals(name) ? known.get() : findNow(tenant, name);
  }

  /**
   * The agent of this id or alias as of now.
   *
   * @throws ProblemException not found
   */
  public Agent findNow(TenantId tenant, AgentId name) {
    directory.catchUp(Deadline.in(timeout));
    return findKnown(tenant, name);
  }

  /**
   * The id that an id or alias stands for as of now. A name that no agent has stands for itself:
   * whoever is not registered may have sent under it.
   */
  public AgentId idOf(TenantId tenant, AgentId name) {
    Optional<Agent> known = directory.find(tenant, name);
    if (known.isPresent() && known.get().id().equals(name)) {
      return name;
    }
    directory.catchUp(Deadline.in(timeout));
    return directory.find(tenant, name).map(Agent::id).orElse(name);
  }

  /**
   * The agent of this id or alias as the directory knows it, for who has made it catch up.
   *
   * @throws ProblemException not found
   */
  Agent findKnown(TenantId tenant, AgentId name) {
    return directory
        .find(tenant, name)
        .orElseThrow(() -> ProblemException.notFound("no such agent: " + name));
  }

  /** Whether the incarnation is alive as of now. */
  public boolean isAliveNow(Agent agent) {
    directory.catchUp(Deadline.in(timeout));
    return directory
        .find(agent.tenant(), agent.id())
        .filter(now -> now.incarnation().equals(agent.incarnation()))
        .isPresent();
  }
}

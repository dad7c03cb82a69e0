package io.stream0.api.agents;

import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;

/**
 * The agent that a newcomer's tenant begins with, so that their first three commands succeed in the
 * order printed.
 */
public final class OtherAgent {
  private OtherAgent() {}

  public static RegistrationRequested of(TenantId tenant) {
    return new RegistrationRequested(
        tenant,
        new AgentId("other-agent"),
        Change.keep(),
        Change.to("Here from the start, so that there is someone to write to"),
        Change.keep(),
        Change.keep());
  }
}

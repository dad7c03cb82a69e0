package io.stream0.standalone;

import io.stream0.api.agents.Registrations;
import io.stream0.api.caller.ApiKeys;
import io.stream0.directory.Directory;
import io.stream0.kafka.StartPhase;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import org.springframework.context.SmartLifecycle;

/**
 * Registers {@code other-agent} at the first start of an open server, so that a newcomer's first
 * three commands succeed in the order printed.
 */
final class FirstAgent implements SmartLifecycle {
  private static final AgentId OTHER = new AgentId("other-agent");

  private final ApiKeys keys;
  private final Directory directory;
  private final Registrations registrations;
  private volatile boolean running;

  FirstAgent(ApiKeys keys, Directory directory, Registrations registrations) {
    this.keys = keys;
    this.directory = directory;
    this.registrations = registrations;
  }

  @Override
  public void start() {
    if (keys.isOpen() && !directory.hasEverHadAgents(TenantId.DEFAULT)) {
      registrations.register(
          new RegistrationRequested(
              TenantId.DEFAULT,
              OTHER,
              Change.keep(),
              Change.to("Here from the start, so that there is someone to write to"),
              Change.keep(),
              Change.keep()));
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.READY + 2;
  }
}

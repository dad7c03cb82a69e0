package io.stream0.standalone;

import io.stream0.api.agents.OtherAgent;
import io.stream0.api.agents.Registrations;
import io.stream0.api.caller.ApiKeys;
import io.stream0.directory.Directory;
import io.stream0.kafka.StartPhase;
import io.stream0.protocol.id.TenantId;
import org.springframework.context.SmartLifecycle;

/**
 * Registers {@code other-agent} at the first start of an open server, so that a newcomer's first
 * three commands succeed in the order printed.
 */
final class FirstAgent implements SmartLifecycle {
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
      registrations.register(OtherAgent.of(TenantId.DEFAULT));
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

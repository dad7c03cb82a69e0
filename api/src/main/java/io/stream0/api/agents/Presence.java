package io.stream0.api.agents;

import io.stream0.api.publish.EventPublisher;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.event.PresenceEvent.AgentSeen;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that an agent was seen: at its first read at once, so that whoever looks next sees it, and
 * at most once in five seconds after that.
 */
public final class Presence {
  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final Duration AT_MOST_ONCE_IN = Duration.ofSeconds(5);
  private static final int MANY = 10_000;

  private final Directory directory;
  private final EventPublisher publisher;
  private final InstantSource clock;

  /** What this process told lately; older than five seconds, of no use. */
  private final Map<Life, Told> told = new ConcurrentHashMap<>();

  private record Life(TenantId tenant, Incarnation incarnation) {}

  private record Told(long nanoTime, CompletableFuture<Void> acknowledged) {
    boolean isOld() {
      return System.nanoTime() - nanoTime > AT_MOST_ONCE_IN.toNanos();
    }
  }

  public Presence(Directory directory, EventPublisher publisher) {
    this(directory, publisher, InstantSource.system());
  }

  Presence(Directory directory, EventPublisher publisher, InstantSource clock) {
    this.directory = directory;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** The agent's inbox is being read. Waits for nothing but a first sighting to be durable. */
  public void seen(Agent agent) {
    Instant last = directory.lastSeen(agent).orElse(null);
    if (last != null && isLately(last)) {
      return;
    }
    Life life = new Life(agent.tenant(), agent.incarnation());
    Told latest =
        told.compute(life, (l, before) -> before == null || before.isOld() ? tell(agent) : before);
    if (last == null) {
      await(agent, latest);
    }
    if (told.size() > MANY) {
      told.values().removeIf(Told::isOld);
    }
  }

  /**
   * Whether another api has just told it. By the clock of a broker, which may be ahead of ours or
   * behind: what is not lately by ours is told, at most once in five seconds by each api.
   */
  private boolean isLately(Instant last) {
    return Duration.between(last, clock.instant()).abs().compareTo(AT_MOST_ONCE_IN) < 0;
  }

  private Told tell(Agent agent) {
    return new Told(
        System.nanoTime(),
        publisher.publishAside(new AgentSeen(agent.inbox(), agent.incarnation())));
  }

  /** A read is worth more than its trace: it goes on where the trace cannot be written. */
  private static void await(Agent agent, Told told) {
    try {
      told.acknowledged().join();
    } catch (CompletionException e) {
      log.warn("that {} was seen could not be told", agent.inbox(), e);
    }
  }
}

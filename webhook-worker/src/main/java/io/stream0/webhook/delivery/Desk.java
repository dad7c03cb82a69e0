package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands what is due of one partition to the outbox. In memory are only when to look at which agent
 * and what is out; what is to be told stays in the rows until there is room for it. Of one thread,
 * but for what it is told of jobs that left no record.
 */
public final class Desk {
  /** Hints of one agent that are looked at in one go. */
  private static final int LOOKED_AT = 500;

  /** With less room than this at its endpoint an agent is not worth a look. */
  private static final int LEAST_ROOM = 1;

  /** Before the rest of an agent's hints is looked at, where nothing else says how long. */
  private static final Duration BREATH = Duration.ofMillis(50);

  /** What is due by then goes before what comes now, or a steady stream would starve it. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final Function<Life, Optional<Agent>> agents;

  private final Map<Life, Instant> wakes = new HashMap<>();
  private final PriorityQueue<Wake> byTime = new PriorityQueue<>(Comparator.comparing(Wake::at));

  /** What is out and not yet recorded, so that it does not go out twice from here. */
  private final Set<Out> out = ConcurrentHashMap.newKeySet();

  private final Queue<Life> released = new ConcurrentLinkedQueue<>();

  private record Wake(Instant at, Life life) {}

  private record Out(Life life, MessageId id) {}

  /**
   * @param agents the agents that are alive, as of now
   */
  public Desk(Outbox outbox, Function<Life, Optional<Agent>> agents) {
    this.outbox = outbox;
    this.agents = agents;
  }

  /** Takes over whatever the rows hold; costs as many seeks as there are agents to tell. */
  public void load(Rows rows) {
    byte[] from = DeliveryRows.FIRST_DUE;
    while (from != null) {
      try (Scan scan = rows.scan(from, DeliveryRows.LAST_DUE)) {
        from = scan.hasNext() ? firstOfAgent(scan.next().key()) : null;
      }
    }
  }

  private byte @Nullable [] firstOfAgent(byte[] key) {
    if (!DeliveryRows.isDue(key)) {
      return null;
    }
    DeliveryRows.Due due = DeliveryRows.Due.of(key);
    wake(due.life(), due.at());
    return DeliveryRows.lastDue(due.life());
  }

  /** Something of this agent is due then. */
  public void wake(Life life, Instant at) {
    Instant set = wakes.get(life);
    if (set == null || at.isBefore(set)) {
      wakes.put(life, at);
      byTime.add(new Wake(at, life));
    }
  }

  /** What was out is recorded. */
  public void recorded(Life life, DeliveryId delivery) {
    out.remove(new Out(life, delivery.message()));
  }

  /** How many are out. */
  public int out() {
    return out.size();
  }

  /** When to look next; empty if nothing is to be told. */
  public Optional<Instant> next() {
    for (Life life = released.poll(); life != null; life = released.poll()) {
      wake(life, DeliveryState.AT_ONCE);
    }
    return Optional.ofNullable(byTime.peek()).map(Wake::at);
  }

  /**
   * Hands out a message that has just been folded, if there is room, without a look at the rows.
   *
   * @return false if it has to wait in the rows, be it behind others of its agent
   */
  public boolean handOut(Rows rows, Life life, MessageId id, Instant now) {
    Instant others = wakes.get(life);
    if (others != null && others.isBefore(now.plus(SOON))) {
      return false;
    }
    Agent agent = agents.apply(life).orElse(null);
    URI webhook = agent == null ? null : agent.liveWebhook().orElse(null);
    if (agent == null
        || webhook == null
        || outbox.room(Endpoint.of(webhook)) < LEAST_ROOM
        || out.contains(new Out(life, id))) {
      return false;
    }
    DeliveryFacts facts = new DeliveryFacts(rows);
    Message message = facts.message(life, id).orElse(null);
    if (message == null
        || !(DeliveryFacts.state(facts.steps(life, id)) instanceof DeliveryState.Pending pending)
        || !pending.due().equals(DeliveryState.AT_ONCE)) {
      return false;
    }
    take(facts, agent, webhook, message, pending);
    return true;
  }

  /**
   * Hands out what is due.
   *
   * @return keys of hints that turned out stale, to be deleted
   */
  public List<byte[]> handOut(Rows rows, Instant now) {
    List<byte[]> stale = new ArrayList<>();
    Optional<Instant> next = next();
    while (next.isPresent() && !next.get().isAfter(now)) {
      Wake wake = byTime.remove();
      // One that was set anew for an earlier time is in the queue twice.
      if (wakes.remove(wake.life(), wake.at())) {
        look(rows, wake.life(), now, stale);
      }
      next = Optional.ofNullable(byTime.peek()).map(Wake::at);
    }
    return stale;
  }

  private void look(Rows rows, Life life, Instant now, List<byte[]> stale) {
    Agent agent = agents.apply(life).orElse(null);
    URI webhook = agent == null ? null : agent.liveWebhook().orElse(null);
    int room = LOOKED_AT;
    if (webhook != null) {
      Endpoint endpoint = Endpoint.of(webhook);
      room = outbox.room(endpoint);
      if (room < LEAST_ROOM) {
        wake(life, now.plus(outbox.patience(endpoint)));
        return;
      }
    }
    DeliveryFacts facts = new DeliveryFacts(rows);
    int looked = 0;
    try (Scan scan = rows.scan(DeliveryRows.firstDue(life), DeliveryRows.lastDue(life))) {
      while (scan.hasNext()) {
        byte[] key = scan.next().key();
        DeliveryRows.Due due = DeliveryRows.Due.of(key);
        if (due.at().isAfter(now)) {
          wake(life, due.at());
          return;
        }
        if (out.contains(new Out(life, due.id()))) {
          continue;
        }
        if (room == 0 || looked++ == LOOKED_AT) {
          wake(life, now.plus(webhook == null ? BREATH : outbox.patience(Endpoint.of(webhook))));
          return;
        }
        if (agent == null) {
          // Its life is over, for good.
          stale.add(key);
        } else if (isDue(facts, life, due)) {
          handOut(facts, agent, webhook, due);
          room--;
        } else if (facts.message(life, due.id()).isPresent()) {
          stale.add(key);
        }
      }
    }
  }

  private static boolean isDue(DeliveryFacts facts, Life life, DeliveryRows.Due due) {
    return facts
        .message(life, due.id())
        .map(message -> DeliveryFacts.state(facts.steps(life, due.id())))
        .filter(
            state ->
                state instanceof DeliveryState.Pending pending
                    && pending.due().equals(due.at())
                    && pending.made() == due.made())
        .isPresent();
  }

  private void handOut(
      DeliveryFacts facts, Agent agent, @Nullable URI webhook, DeliveryRows.Due due) {
    Life life = due.life();
    Message message = facts.message(life, due.id()).orElseThrow();
    if (webhook == null) {
      String reason = agent.webhook() == null ? "the webhook was removed" : "the webhook is off";
      Out given = new Out(life, due.id());
      out.add(given);
      outbox.giveUp(life, DeliveryId.of(due.id()), reason, () -> release(given));
    } else if (DeliveryFacts.state(facts.steps(life, due.id()))
        instanceof DeliveryState.Pending pending) {
      take(facts, agent, webhook, message, pending);
    }
  }

  private void take(
      DeliveryFacts facts,
      Agent agent,
      URI webhook,
      Message message,
      DeliveryState.Pending pending) {
    Life life = new Life(agent.inbox(), agent.incarnation());
    Out taken = new Out(life, message.id());
    out.add(taken);
    outbox.take(
        new Job(
            agent,
            webhook,
            message,
            agent.webhookTerms().includeContent()
                ? facts.content(life, message.id()).orElse(null)
                : null,
            pending.round(),
            pending.attempts() + 1,
            facts.failingSince(life, agent.webhookTerms().revision(), Long.MAX_VALUE).orElse(null)),
        () -> release(taken));
  }

  private void release(Out left) {
    out.remove(left);
    released.add(left.life());
  }
}

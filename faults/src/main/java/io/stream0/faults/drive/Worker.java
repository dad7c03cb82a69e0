package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Nothing;
import io.stream0.faults.history.Call.Registered;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One thread of a run: does one thing after the other, as its chances have it. */
final class Worker implements Runnable {
  private static final int ALL_PAGES = Integer.MAX_VALUE;
  private static final int MAX_LIMIT = 1000;
  private static final int ACKS_AT_ONCE = 12;
  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1000;

  private final World world;
  private final Caller caller;
  private final RandomGenerator chances;
  private final String name;
  private final @Nullable AgentId mortal;
  private int keys;

  /**
   * @param mortal the agent that this one deletes and registers; null for none
   */
  Worker(
      World world, Caller caller, RandomGenerator chances, String name, @Nullable AgentId mortal) {
    this.world = world;
    this.caller = caller;
    this.chances = chances;
    this.name = name;
    this.mortal = mortal;
  }

  @Override
  public void run() {
    try {
      while (!world.isDone()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      world.fail(e);
    }
  }

  private void step() throws InterruptedException {
    int chance = chances.nextInt(THOUSAND);
    if (chance < 440) {
      send();
    } else if (chance < 580) {
      consume();
    } else if (chance < 760) {
      compete();
    } else if (chance < 830) {
      browse();
    } else if (chance < 870) {
      readOfThread();
    } else if (chance < 890) {
      waitForUnread();
    } else if (chance < 980) {
      caller.scan(
          new View.OfThread(world.thread(chances)), Selection.ALL, limit(), ALL_PAGES, at(0));
    } else if (chance < 984) {
      caller.scan(inbox(), Selection.ALL, MAX_LIMIT, ALL_PAGES, at(0));
    } else if (chance < 994) {
      world.register(caller, world.agents().get(chances.nextInt(world.agents().size())));
    } else if (mortal != null) {
      renew(mortal);
    }
  }

  private static Duration at(int millis) {
    return Duration.ofMillis(millis);
  }

  private View inbox() {
    return new View.OfInbox(world.anyone(chances));
  }

  private int limit() {
    return 1 + chances.nextInt(HUNDRED);
  }

  private IdempotencyKey key() {
    return new IdempotencyKey(name + "-" + keys++);
  }

  private void send() throws InterruptedException {
    Sending sending =
        new Sending(
            world.anyone(chances),
            world.thread(chances),
            world.anyone(chances),
            world.content(chances),
            chances.nextBoolean() ? key() : null);
    Answer<Accepted> answer = caller.send(sending);
    while (sending.key() != null && !answer.isKnown()) {
      answer = caller.send(sending);
    }
    if (answer instanceof Answer.Done<Accepted> accepted) {
      world.accept();
      world.offer(accepted.said().id(), chances);
      if (sending.key() != null && chances.nextInt(10) == 0) {
        caller.send(sending);
      }
    }
  }

  /** Reads what is unread and acknowledges of it, as others do at the same time. */
  private void consume() throws InterruptedException {
    Answer<Page> answer = caller.scan(inbox(), Selection.UNREAD, MAX_LIMIT, 1, at(0));
    if (answer instanceof Answer.Done<Page> page) {
      for (Shown shown : page.said().messages().stream().limit(ACKS_AT_ONCE).toList()) {
        world.offer(shown.message().id(), chances);
        ack(shown.message().id());
      }
    }
  }

  private void compete() throws InterruptedException {
    MessageId message = world.anyUnread(chances);
    if (message != null) {
      ack(message);
    }
  }

  private void ack(MessageId message) throws InterruptedException {
    if (chances.nextBoolean()) {
      caller.ack(message, null);
      return;
    }
    IdempotencyKey key = key();
    Answer<Nothing> answer;
    do {
      answer = caller.ack(message, key);
    } while (!answer.isKnown());
    if (chances.nextInt(10) == 0) {
      caller.ack(message, key);
    }
  }

  /** A few pages from the beginning. */
  private void browse() throws InterruptedException {
    Selection.Status status = chances.nextBoolean() ? Selection.Status.ALL : Selection.Status.ACKED;
    caller.scan(inbox(), new Selection(status, null), limit(), 1 + chances.nextInt(3), at(0));
  }

  private void readOfThread() throws InterruptedException {
    Selection.Status[] statuses = Selection.Status.values();
    Selection selection =
        new Selection(statuses[chances.nextInt(statuses.length)], world.thread(chances));
    caller.scan(inbox(), selection, limit(), ALL_PAGES, at(0));
  }

  private void waitForUnread() throws InterruptedException {
    caller.scan(inbox(), Selection.UNREAD, MAX_LIMIT, 1, at(50 + chances.nextInt(1_000)));
  }

  private void renew(AgentId agent) throws InterruptedException {
    Answer<Nothing> answer;
    do {
      answer = caller.delete(agent);
    } while (!answer.isKnown());
    Answer<Registered> registered;
    do {
      registered = world.register(caller, agent);
    } while (!registered.isKnown());
  }
}

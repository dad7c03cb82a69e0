package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is out of one desk and not yet recorded, so that it does not go out twice from there. Any
 * thread may use the claims; all else is the desk's.
 */
final class Claims {
  /** Before what came back is looked at again, where that alone will not help. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Knowledge knowledge;
  private final Map<Delivery, Out> out = new ConcurrentHashMap<>();
  private final Queue<Back> backs = new ConcurrentLinkedQueue<>();
  private final OwnRecords own = new OwnRecords();
  private volatile boolean closed;

  private record Back(Out out, Duration after) {}

  /**
   * One that came back.
   *
   * @param after how long it is not to be looked at
   */
  record Returned(DeliveryChange.Due due, Duration after) {}

  Claims(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  /** Nothing that is out and not under way goes on any more. */
  void close() {
    closed = true;
  }

  /**
   * This is out from now on.
   *
   * @param endpoint where it is to be sent; null if it is given up
   */
  Claim add(DeliveryChange.Due due, @Nullable Endpoint endpoint) {
    Out added = new Out(due, endpoint);
    out.put(added.delivery, added);
    return added;
  }

  boolean contains(Life life, MessageId id) {
    return out.containsKey(new Delivery(life, id));
  }

  void remove(DeliveryChange.Due due) {
    out.remove(new Delivery(due.life(), due.message().id()));
  }

  /**
   * What the hint tells of is settled.
   *
   * @return whether that was out
   */
  boolean settle(DeliveryRows.Due hint) {
    Delivery delivery = new Delivery(hint.life(), hint.id());
    Out is = out.get(delivery);
    return is != null && is.due.pending().made() == hint.made() && out.remove(delivery, is);
  }

  /** One that came back, and is not out any more; null if there is none. */
  @Nullable Returned poll() {
    for (Back back = backs.poll(); back != null; back = backs.poll()) {
      if (out.remove(back.out().delivery, back.out())) {
        return new Returned(back.out().due, back.after());
      }
    }
    return null;
  }

  /** The record of {@code deliveries} at this offset is folded. */
  void folded(long offset) {
    own.folded(offset);
  }

  int size() {
    return out.size();
  }

  /** Since when what is out is due. */
  Stream<Instant> since() {
    return out.values().stream().map(one -> one.due.since());
  }

  private final class Out implements Claim {
    private final Delivery delivery;
    private final DeliveryChange.Due due;
    private final @Nullable Endpoint endpoint;

    Out(DeliveryChange.Due due, @Nullable Endpoint endpoint) {
      this.delivery = new Delivery(due.life(), due.message().id());
      this.due = due;
      this.endpoint = endpoint;
    }

    /** Own records, unless there are too many: then all are waited for. */
    private LongPredicate notWaitedFor() {
      return own.isFull() ? offset -> false : own::contains;
    }

    /** What is recorded since, or was taken over, is not out any more. */
    private boolean isOut() {
      return !closed && out.get(delivery) == this;
    }

    @Override
    public Optional<Agent> begin() {
      try {
        if (isOut()) {
          knowledge.confirm(notWaitedFor());
        }
      } catch (UnansweredException e) {
        backs.add(new Back(this, AGAIN));
        return Optional.empty();
      }
      // In this order: what is folded settles what is out, and is no own record only then.
      boolean made = own.contains(delivery);
      if (!isOut()) {
        return Optional.empty();
      }
      if (made) {
        // Of an attempt before this one: what it came to is to be folded first.
        backs.add(new Back(this, AGAIN));
        return Optional.empty();
      }
      Optional<Agent> agent = agent().filter(now -> Objects.equals(Endpoint.of(now), endpoint));
      if (agent.isEmpty()) {
        backs.add(new Back(this, Duration.ZERO));
      }
      return agent;
    }

    @Override
    public void catchUp() {
      knowledge.catchUp(notWaitedFor());
    }

    @Override
    public Optional<Agent> agent() {
      return knowledge.agent(delivery.life());
    }

    @Override
    public Optional<Instant> failingSince(long revision) {
      // In this order: the rows tell of a success before it is no own record any more.
      return own.hasSuccess(delivery.life())
          ? Optional.empty()
          : knowledge.failingSince(delivery.life(), revision);
    }

    @Override
    public void recorded(RecordPosition at, DeliveryEvent event) {
      if (at.offset() >= 0) {
        boolean success =
            event instanceof DeliveryAttempted attempted
                && attempted.outcome() instanceof AttemptOutcome.Delivered;
        own.acknowledged(delivery, at.offset(), success);
      }
    }

    @Override
    public void leftNoRecord() {
      backs.add(new Back(this, AGAIN));
    }
  }
}

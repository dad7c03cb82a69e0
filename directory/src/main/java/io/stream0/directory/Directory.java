package io.stream0.directory;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.event.DecodedEvent;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Who exists, as far as this process has read the log of registrations. What it says of a name may
 * be late; after {@link #catchUp} it includes all that anyone was told of before the call.
 */
public final class Directory {
  private final TopicPartition log;
  private final EndOffsets ends;
  private final RegistrationEventCodec codec = new RegistrationEventCodec();
  private final Agents agents = new Agents();

  /** Who waits for the outcome of an event that it is about to append, by the event's id. */
  private final Map<String, CompletableFuture<RegistrationOutcome>> awaited =
      new ConcurrentHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  /** When the end was asked for that the fold has reached since, by {@link System#nanoTime}. */
  private final AtomicLong confirmed =
      new AtomicLong(System.nanoTime() - Duration.ofDays(1).toNanos());

  private volatile long position;
  private volatile @Nullable String failure;

  /**
   * @param registrations the name of the topic of registrations
   */
  public Directory(String registrations, EndOffsets ends) {
    this.log = new TopicPartition(registrations, 0);
    this.ends = ends;
  }

  /** The agent that has this id or alias. */
  public Optional<Agent> find(TenantId tenant, AgentId name) {
    return agents.find(tenant, name);
  }

  /** The agent whose life this is, while it lasts. */
  public Optional<Agent> find(TenantId tenant, Incarnation incarnation) {
    return agents.find(tenant, incarnation);
  }

  /**
   * A tenant's agents, oldest first.
   *
   * @param after the number of the incarnation that the page before ended with; 0 for the first
   *     page
   */
  public List<Agent> list(TenantId tenant, long after, int limit) {
    return agents.list(tenant, after, limit);
  }

  /** Whether any agent of this tenant was ever registered, be it deleted since. */
  public boolean hasEverHadAgents(TenantId tenant) {
    return agents.hasEverHadAgents(tenant);
  }

  /** What the first record of the log says; empty while there is none. */
  public Optional<InstallationNamed> installation() {
    return agents.installation();
  }

  /**
   * Waits until everything is folded that the log held when this was called.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUp(Deadline deadline) {
    long asked = System.nanoTime();
    await(ends.of(log, deadline), deadline);
    confirmed.accumulateAndGet(asked, Directory::later);
  }

  /**
   * Waits, unless everything is folded that the log held at some moment not longer ago than that:
   * what bounds the life of a token that was rotated elsewhere.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpUnlessWithin(Duration recently, Deadline deadline) {
    if (System.nanoTime() - confirmed.get() > recently.toNanos()) {
      catchUp(deadline);
    }
  }

  /** Of two moments of a clock that may overflow. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /**
   * The outcome of an event that the caller is about to append; to be called before it does. Give
   * it back by {@link #forget} when it is of no more use.
   */
  public CompletableFuture<RegistrationOutcome> outcomeOf(String eventId) {
    return awaited.computeIfAbsent(eventId, id -> new CompletableFuture<>());
  }

  public void forget(String eventId) {
    awaited.remove(eventId);
  }

  private void await(long end, Deadline deadline) {
    lock.lock();
    try {
      while (position < end) {
        long left = deadline.nanosLeft();
        if (failure != null) {
          throw new UnansweredException(failure);
        }
        if (left <= 0) {
          throw new UnansweredException("the directory is at %d of %d".formatted(position, end));
        }
        moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  TopicPartition log() {
    return log;
  }

  long position() {
    return position;
  }

  /** Folds the next record of the log; one that was folded before changes nothing. */
  void fold(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
    if (record.offset() < position) {
      return;
    }
    DecodedEvent<RegistrationEvent> event =
        codec.decode(record.key(), record.headers(), record.value());
    RegistrationOutcome outcome =
        agents.apply(event.event(), Instant.ofEpochMilli(record.timestamp()));
    moveTo(record.offset() + 1);
    CompletableFuture<RegistrationOutcome> waiting = awaited.remove(event.id());
    if (waiting != null) {
      waiting.complete(outcome);
    }
  }

  /** Everything below this offset is folded. */
  void moveTo(long offset) {
    lock.lock();
    try {
      position = offset;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be folded, for this reason. */
  void fail(String reason) {
    lock.lock();
    try {
      failure = reason;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why this directory folds no more; empty while it does. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}

package io.stream0.directory;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.event.DecodedEvent;
import io.stream0.protocol.event.PresenceEvent;
import io.stream0.protocol.event.PresenceEvent.AgentSeen;
import io.stream0.protocol.event.PresenceEventCodec;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicSettings;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who exists, and when they were last seen, as far as this process has read the logs. What it says
 * of a name may be late; after {@link #catchUp} it includes all that anyone was told of before the
 * call.
 */
public final class Directory {
  private static final Logger log = LoggerFactory.getLogger(Directory.class);

  private final TopicPartition registrations;
  private final List<TopicPartition> partitions;
  private final EndOffsets ends;
  private final RegistrationEventCodec registrationEvents = new RegistrationEventCodec();
  private final PresenceEventCodec presenceEvents = new PresenceEventCodec();
  private final Agents agents = new Agents();

  /** Who waits for the outcome of an event that it is about to append, by the event's id. */
  private final Map<String, CompletableFuture<RegistrationOutcome>> awaited =
      new ConcurrentHashMap<>();

  /** When the end was asked for that the fold has reached since, by {@link System#nanoTime}. */
  private final AtomicLong confirmed =
      new AtomicLong(System.nanoTime() - Duration.ofDays(1).toNanos());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private volatile @Nullable String failure;

  public Directory(TopicSettings topics, EndOffsets ends) {
    this.registrations = new TopicPartition(topics.names().registrations(), 0);
    this.partitions =
        Stream.concat(
                Stream.of(registrations),
                IntStream.range(0, topics.partitions())
                    .mapToObj(p -> new TopicPartition(topics.names().presence(), p)))
            .toList();
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

  /** How many agents of all tenants are such. */
  public long count(Predicate<Agent> such) {
    return agents.count(such);
  }

  /** When the agent was last seen; empty before its inbox was first read. */
  public Optional<Instant> lastSeen(Agent agent) {
    return agents.lastSeen(agent);
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
   * Waits until everything is folded that the log of registrations held when this was called.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUp(Deadline deadline) {
    long asked = System.nanoTime();
    await(registrations, ends.of(registrations, deadline), deadline);
    confirmed.accumulateAndGet(asked, Directory::later);
  }

  /** The same, of presence too. */
  public void catchUpWithPresence(Deadline deadline) {
    long asked = System.nanoTime();
    ends.of(partitions, deadline).forEach((partition, end) -> await(partition, end, deadline));
    confirmed.accumulateAndGet(asked, Directory::later);
  }

  /**
   * Waits, unless everything is folded that the log of registrations held at some moment not longer
   * ago than that: what bounds the life of a token that was rotated elsewhere.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpUnlessWithin(Duration recently, Deadline deadline) {
    if (System.nanoTime() - confirmed.get() > recently.toNanos()) {
      catchUp(deadline);
    }
  }

  /**
   * Waits, unless everything is folded that the log of registrations held at some moment since
   * then.
   *
   * @param nanoTime by {@link System#nanoTime}
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpSince(long nanoTime, Deadline deadline) {
    if (confirmed.get() - nanoTime < 0) {
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

  private void await(TopicPartition partition, long end, Deadline deadline) {
    if (position(partition) >= end) {
      return;
    }
    lock.lock();
    try {
      while (position(partition) < end) {
        long left = deadline.nanosLeft();
        if (failure != null) {
          throw new UnansweredException(failure);
        }
        if (left <= 0) {
          throw new UnansweredException(
              "the directory is at %d of %d of %s".formatted(position(partition), end, partition));
        }
        long unused = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** What is folded here. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  /** The offset of the next record to fold. */
  long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /**
   * Folds the next record of a log; one that was folded before changes nothing. Who waits for a
   * position is woken by {@link #moveTo}, once for many records.
   *
   * @throws UndecodableRecordException if it is one of registrations, which all versions fold alike
   *     or not at all
   */
  void fold(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() < position(partition)) {
      return;
    }
    if (partition.equals(registrations)) {
      foldRegistration(record);
    } else {
      foldPresence(record);
      positions.put(partition, record.offset() + 1);
    }
  }

  private void foldRegistration(ConsumerRecord<byte[], byte[]> record)
      throws UndecodableRecordException {
    DecodedEvent<RegistrationEvent> event =
        registrationEvents.decode(record.key(), record.headers(), record.value());
    RegistrationOutcome outcome =
        agents.apply(event.event(), Instant.ofEpochMilli(record.timestamp()));
    positions.put(registrations, record.offset() + 1);
    CompletableFuture<RegistrationOutcome> waiting = awaited.remove(event.id());
    if (waiting != null) {
      waiting.complete(outcome);
    }
  }

  /** Presence decides nothing: what cannot be decoded is passed over. */
  private void foldPresence(ConsumerRecord<byte[], byte[]> record) {
    try {
      PresenceEvent event =
          presenceEvents.decode(record.key(), record.headers(), record.value()).event();
      switch (event) {
        case AgentSeen seen -> agents.seen(seen, Instant.ofEpochMilli(record.timestamp()));
      }
    } catch (UndecodableRecordException e) {
      log.warn(
          "record {} of {}-{} is passed over: {}",
          record.offset(),
          record.topic(),
          record.partition(),
          e.getMessage());
    }
  }

  /** Everything below this offset is folded; who waits for that is woken. */
  void moveTo(TopicPartition partition, long offset) {
    lock.lock();
    try {
      positions.put(partition, offset);
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

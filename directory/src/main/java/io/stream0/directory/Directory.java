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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who exists, when they were last seen, and which keys were issued, as far as this process has read
 * the logs. What it says of a name may be late; after {@link #catchUp} it includes all that anyone
 * was told of before the call.
 */
public final class Directory {
  private static final Logger log = LoggerFactory.getLogger(Directory.class);

  private final Positions positions = new Positions();
  private final FollowedLog registrations;
  private final Credentials credentials;
  private final List<TopicPartition> withPresence;
  private final List<TopicPartition> partitions;
  private final EndOffsets ends;
  private final RegistrationEventCodec registrationEvents = new RegistrationEventCodec();
  private final PresenceEventCodec presenceEvents = new PresenceEventCodec();
  private final Agents agents = new Agents();
  private final Outcomes<RegistrationOutcome> outcomes = new Outcomes<>();

  public Directory(TopicSettings topics, EndOffsets ends) {
    this.registrations =
        new FollowedLog(new TopicPartition(topics.names().registrations(), 0), ends, positions);
    this.credentials = new Credentials(topics.names(), ends, positions);
    this.withPresence =
        Stream.concat(
                Stream.of(registrations.partition()),
                IntStream.range(0, topics.partitions())
                    .mapToObj(p -> new TopicPartition(topics.names().presence(), p)))
            .toList();
    this.partitions =
        Stream.concat(withPresence.stream(), Stream.of(credentials.partition())).toList();
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
    registrations.catchUp(deadline);
  }

  /** The same, of presence too. */
  public void catchUpWithPresence(Deadline deadline) {
    long asked = System.nanoTime();
    ends.of(withPresence, deadline)
        .forEach((partition, end) -> positions.await(partition, end, deadline));
    registrations.confirm(asked);
  }

  /**
   * Waits, unless everything is folded that the log of registrations held at some moment not longer
   * ago than that: what bounds the life of a token that was rotated elsewhere.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpUnlessWithin(Duration recently, Deadline deadline) {
    registrations.catchUpUnlessWithin(recently, deadline);
  }

  /**
   * Waits, unless everything is folded that the log of registrations held at some moment since
   * then.
   *
   * @param nanoTime by {@link System#nanoTime}
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpSince(long nanoTime, Deadline deadline) {
    registrations.catchUpSince(nanoTime, deadline);
  }

  /** Who waits for what comes of a registration. */
  public Outcomes<RegistrationOutcome> outcomes() {
    return outcomes;
  }

  /** The API keys that were issued. */
  public Credentials credentials() {
    return credentials;
  }

  /** What is folded here. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  /** The offset of the next record to fold. */
  long position(TopicPartition partition) {
    return positions.of(partition);
  }

  /**
   * Folds the next record of a log; one that was folded before changes nothing. Who waits for a
   * position is woken by {@link #moveTo}, once for many records.
   *
   * @throws UndecodableRecordException if it is one of registrations or credentials, which all
   *     versions fold alike or not at all
   */
  void fold(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() < position(partition)) {
      return;
    }
    if (partition.equals(registrations.partition())) {
      foldRegistration(record);
    } else if (partition.equals(credentials.partition())) {
      credentials.fold(record);
    } else {
      foldPresence(record);
      positions.foldedTo(partition, record.offset() + 1);
    }
  }

  private void foldRegistration(ConsumerRecord<byte[], byte[]> record)
      throws UndecodableRecordException {
    DecodedEvent<RegistrationEvent> event =
        registrationEvents.decode(record.key(), record.headers(), record.value());
    RegistrationOutcome outcome =
        agents.apply(event.event(), Instant.ofEpochMilli(record.timestamp()));
    positions.foldedTo(registrations.partition(), record.offset() + 1);
    outcomes.complete(event.id(), outcome);
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
    positions.moveTo(partition, offset);
  }

  /** Nothing more will be folded, for this reason. */
  void fail(String reason) {
    positions.fail(reason);
  }

  /** Why this directory folds no more; empty while it does. */
  public Optional<String> failure() {
    return positions.failure();
  }
}

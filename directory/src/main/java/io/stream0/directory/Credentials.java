package io.stream0.directory;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.event.CredentialEvent;
import io.stream0.protocol.event.CredentialEventCodec;
import io.stream0.protocol.event.DecodedEvent;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The API keys that were issued, as far as this process has read their log. What it says may be
 * late; after {@link #catchUp} it includes all that anyone was told of before the call.
 */
public final class Credentials {
  private final FollowedLog log;
  private final Positions positions;
  private final CredentialEventCodec events = new CredentialEventCodec();
  private final IssuedKeys keys = new IssuedKeys();
  private final Outcomes<CredentialOutcome> outcomes = new Outcomes<>();

  Credentials(TopicNames names, EndOffsets ends, Positions positions) {
    this.log = new FollowedLog(new TopicPartition(names.credentials(), 0), ends, positions);
    this.positions = positions;
  }

  /** The key that has this hash, be it valid or not. */
  public Optional<IssuedKey> find(KeyHash hash) {
    return keys.find(hash);
  }

  /** The key of this id, whosever it is, be it valid or not. */
  public Optional<IssuedKey> find(KeyId id) {
    return keys.find(id);
  }

  /** The key that goes on being valid until this one is first shown. */
  public Optional<IssuedKey> replacedBy(IssuedKey key) {
    return keys.replacedBy(key);
  }

  /**
   * A tenant's keys, oldest first, those that are void too.
   *
   * @param after the number of the key that the page before ended with; 0 for the first page
   */
  public List<IssuedKey> list(TenantId tenant, long after, int limit) {
    return keys.list(tenant, after, limit);
  }

  /** Who waits for what comes of an event. */
  public Outcomes<CredentialOutcome> outcomes() {
    return outcomes;
  }

  /**
   * Waits until everything is folded that the log held when this was called.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUp(Deadline deadline) {
    log.catchUp(deadline);
  }

  /**
   * The same, unless that is so of some moment not longer ago than this: what bounds the life of a
   * key that was revoked elsewhere.
   *
   * @throws UnansweredException if that did not come about in time
   */
  public void catchUpUnlessWithin(Duration recently, Deadline deadline) {
    log.catchUpUnlessWithin(recently, deadline);
  }

  TopicPartition partition() {
    return log.partition();
  }

  /**
   * @throws UndecodableRecordException since all versions fold this log alike or not at all: what
   *     was passed over may have revoked a key
   */
  void fold(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
    DecodedEvent<CredentialEvent> event =
        events.decode(record.key(), record.headers(), record.value());
    CredentialOutcome outcome = keys.apply(event.event(), Instant.ofEpochMilli(record.timestamp()));
    positions.foldedTo(log.partition(), record.offset() + 1);
    outcomes.complete(event.id(), outcome);
  }
}

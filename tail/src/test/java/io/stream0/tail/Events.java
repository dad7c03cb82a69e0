package io.stream0.tail;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.Recipient;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** What happens in threads, for tests. */
final class Events {
  static final TenantId ACME = new TenantId("acme");
  static final TenantId OTHER = new TenantId("other");
  static final AgentId A = new AgentId("a");
  static final AgentId B = new AgentId("b");
  static final AgentId C = new AgentId("c");

  private Events() {}

  static MessageAppended message(TenantId tenant, RecordPosition source, long at) {
    return message(tenant, "t", source, at, MessageType.MESSAGE, "1");
  }

  /** From {@code a}, of life 1, to {@code b}, of life 2. */
  static MessageAppended message(
      TenantId tenant,
      String thread,
      RecordPosition source,
      long at,
      MessageType type,
      String content) {
    return new MessageAppended(
        new ThreadKey(tenant, new ThreadId(thread)),
        source,
        id(source),
        new Sender(A, new Incarnation(1)),
        B,
        new Incarnation(2),
        type,
        new RawJson(content),
        Instant.ofEpochMilli(at));
  }

  /** By {@code b}, of life 2. */
  static StatusChanged ack(TenantId tenant, RecordPosition source, long at) {
    return new StatusChanged(
        new ThreadKey(tenant, new ThreadId("t")),
        source,
        id(source),
        new Recipient(B, new Incarnation(2)),
        Instant.ofEpochMilli(at));
  }

  static MessageId id(RecordPosition source) {
    return MessageId.of(new UUID(source.partition(), source.offset()), new InboxKey(ACME, B));
  }

  static Selection all(TenantId tenant) {
    return new Selection(tenant, null, Set.of(), Set.of(), Set.of());
  }

  static Entry entry(int partition, long offset, ThreadEvent event) {
    return new Entry(partition, offset, Instant.EPOCH, 100, event);
  }
}

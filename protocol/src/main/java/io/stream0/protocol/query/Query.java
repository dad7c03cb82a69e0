package io.stream0.protocol.query;

import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question about one inbox or one thread.
 *
 * @param <A> what it is answered with
 */
public sealed interface Query<A> {
  /** The partition, of {@code inbox} or of {@code threads}, whose fold knows the answer. */
  int partition(int partitions);

  /** A question that the fold of {@code inbox} answers. */
  sealed interface OfInbox<A> extends Query<A> {}

  /** A question that the fold of {@code threads} answers. */
  sealed interface OfThread<A> extends Query<A> {}

  /** Which messages of an inbox to show. */
  enum Status {
    ALL,
    UNREAD,
    ACKED
  }

  /**
   * Messages of an inbox in arrival order; matches when there is at least one.
   *
   * @param thread only those of this thread; null for all
   * @param after the position that the page before ended at; 0 for the first page
   * @param limit the most messages to answer with
   */
  record ReadInbox(
      InboxKey inbox,
      Incarnation incarnation,
      Status status,
      @Nullable ThreadId thread,
      long after,
      int limit)
      implements OfInbox<InboxReading> {
    @Override
    public int partition(int partitions) {
      return inbox.partition(partitions);
    }
  }

  /** Where a message is; empty if this tenant has none of this id. Matches when it is there. */
  record FindMessage(TenantId tenant, MessageId id) implements OfInbox<Optional<FoundMessage>> {
    @Override
    public int partition(int partitions) {
      return id.partition(partitions);
    }
  }

  /**
   * What became of the record that sent a message: to be asked with {@link Freshness#upTo} that
   * record.
   *
   * @param from who sent it
   * @param repeatable null where the sender gave no key to tell a repeat by
   * @param at when Kafka appended the record
   */
  record OutcomeOfSend(
      InboxKey inbox,
      Incarnation incarnation,
      MessageId id,
      AgentId from,
      @Nullable Repeatable repeatable,
      long offset,
      Instant at)
      implements OfInbox<SendOutcome> {
    public OutcomeOfSend(MessageSent sent, long offset, Instant at) {
      this(
          sent.inbox(),
          sent.incarnation(),
          sent.id(),
          sent.from().id(),
          sent.repeatable(),
          offset,
          at);
    }

    @Override
    public int partition(int partitions) {
      return inbox.partition(partitions);
    }
  }

  /**
   * What became of the record that acknowledged a message: to be asked with {@link Freshness#upTo}
   * that record.
   */
  record OutcomeOfAck(MessageAcked acked, long offset) implements OfInbox<AckOutcome> {
    @Override
    public int partition(int partitions) {
      return acked.inbox().partition(partitions);
    }
  }

  /** Whether the inbox was opened for an incarnation. Matches when it was. */
  record InboxIsOpen(InboxKey inbox, Incarnation incarnation) implements OfInbox<Boolean> {
    @Override
    public int partition(int partitions) {
      return inbox.partition(partitions);
    }
  }

  /** Whether an incarnation's inbox was erased. Matches when it was. */
  record InboxIsErased(InboxKey inbox, Incarnation incarnation) implements OfInbox<Boolean> {
    @Override
    public int partition(int partitions) {
      return inbox.partition(partitions);
    }
  }

  /**
   * Messages of a thread in causal order.
   *
   * @param participant only what this life of an agent sent or received; null for all
   * @param after the position that the page before ended at; -1 for the first page
   * @param limit the most messages to answer with
   */
  record ReadThread(ThreadKey thread, @Nullable Incarnation participant, long after, int limit)
      implements OfThread<MessagePage> {
    @Override
    public int partition(int partitions) {
      return thread.partition(partitions);
    }
  }

  /**
   * Whether the thread has the message that a record of {@code inbox} sent. Matches when it has.
   */
  record ThreadHasMessage(ThreadKey thread, RecordPosition source) implements OfThread<Boolean> {
    @Override
    public int partition(int partitions) {
      return thread.partition(partitions);
    }
  }

  /**
   * Whether an entry of a thread is the first of its source and counts, or repeats an earlier one:
   * to be asked with {@link Freshness#upTo} that entry.
   *
   * @param acked the message whose acknowledgement the entry is of; null for that of a message
   * @param offset of the entry
   */
  record EntryCounts(
      ThreadKey thread, RecordPosition source, @Nullable MessageId acked, long offset)
      implements OfThread<Boolean> {
    @Override
    public int partition(int partitions) {
      return thread.partition(partitions);
    }
  }
}

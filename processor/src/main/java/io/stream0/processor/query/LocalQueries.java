package io.stream0.processor.query;

import io.stream0.kafka.EndOffsets;
import io.stream0.processor.Evaluation;
import io.stream0.processor.inbox.InboxReader;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Arrival;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.progress.Changes.Subscription;
import io.stream0.processor.thread.ThreadReader;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.telemetry.QueryMeters;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Answers queries from the stores of this process, and only while it holds the partition: where
 * that ends, so does every wait, with {@link NotHeldException}.
 *
 * <p>A read is served as a Raft leader serves a linearizable one: when it has arrived, the end of
 * its partition is looked up; when the fold has reached that, it is evaluated. So it includes all
 * that was acknowledged before it was asked, after a restart, a restore or a move too.
 */
public final class LocalQueries implements Queries {
  private final TopicSettings topics;
  private final EndOffsets ends;
  private final Progress progress;
  private final Changes changes;
  private final Stores stores;
  private final StaleRuns staleRuns;
  private final QueryMeters meters;

  public LocalQueries(
      TopicSettings topics,
      EndOffsets ends,
      Progress progress,
      Changes changes,
      Stores stores,
      StaleRuns staleRuns,
      QueryMeters meters) {
    this.topics = topics;
    this.ends = ends;
    this.progress = progress;
    this.changes = changes;
    this.stores = stores;
    this.staleRuns = staleRuns;
    this.meters = meters;
  }

  @Override
  public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
    boolean waits = !patience.match().hasPassed();
    return meters.measure(query, waits, () -> answer(query, freshness, patience, waits));
  }

  private <A> A answer(Query<A> query, Freshness freshness, Patience patience, boolean waits) {
    try {
      return waits
          ? await(query, freshness, patience)
          : evaluateFresh(query, freshness, patience.answer()).answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    } catch (InvalidStateStoreException e) {
      throw new NotHeldException("the store is closed or moves away", e);
    }
  }

  private <A> A await(Query<A> query, Freshness freshness, Patience patience)
      throws InterruptedException {
    try (Subscription subscription = changes.subscribe(subject(query), partition(query))) {
      Evaluation<A> evaluation = evaluateFresh(query, freshness, patience.answer());
      if (evaluation.matches()) {
        return traced(evaluation.answer(), subscription);
      }
      long since = System.nanoTime();
      QueryMeters.End end = QueryMeters.End.BROKEN_OFF;
      try {
        while (subscription.await(patience.match())) {
          evaluation = evaluateHere(query);
          if (evaluation.matches()) {
            end = QueryMeters.End.MATCHED;
            return traced(evaluation.answer(), subscription);
          }
        }
        end = QueryMeters.End.EXPIRED;
      } finally {
        meters.waited(query, end, since);
      }
    }
    // Nobody may be told "nothing" by an owner that was cut off while they waited.
    return freshness.toEnd()
        ? evaluateFresh(query, freshness, patience.answer()).answer()
        : evaluateHere(query).answer();
  }

  /** Says of the messages that came meanwhile what sent them, where that is traced. */
  @SuppressWarnings("unchecked") // the answer with more in it
  private static <A> A traced(A answer, Subscription subscription) {
    List<Arrival> arrivals = subscription.arrivals();
    if (arrivals.isEmpty() || !(answer instanceof InboxReading.Read read)) {
      return answer;
    }
    List<TraceParent> traces =
        arrivals.stream()
            .filter(arrival -> read.page().has(arrival.id()))
            .map(Arrival::sent)
            .toList();
    return (A) new InboxReading.Read(read.page(), traces);
  }

  private <A> Evaluation<A> evaluateFresh(Query<A> query, Freshness freshness, Deadline deadline) {
    TopicPartition partition = partition(query);
    long next = freshness.offset() + 1;
    if (freshness.toEnd()) {
      next = Math.max(next, ends.of(partition, deadline));
    }
    if (next > 0) {
      progress.await(partition, next, deadline);
    }
    return evaluateHere(query);
  }

  /** A standby's store has facts too, but nobody would be told here of what it lacks. */
  private <A> Evaluation<A> evaluateHere(Query<A> query) {
    TopicPartition partition = partition(query);
    if (!progress.isOpen(partition)) {
      throw new NotHeldException(partition + " is not folded here now");
    }
    return evaluate(query);
  }

  private TopicPartition partition(Query<?> query) {
    String topic =
        switch (query) {
          case Query.OfInbox<?> q -> topics.names().inbox();
          case Query.OfThread<?> q -> topics.names().threads();
        };
    return new TopicPartition(topic, query.partition(topics.partitions()));
  }

  private static Object subject(Query<?> query) {
    return switch (query) {
      case Query.ReadInbox q -> q.inbox();
      case Query.FindMessage q -> q.id();
      case Query.OutcomeOfSend q -> q.inbox();
      case Query.OutcomeOfAck q -> q.acked().inbox();
      case Query.InboxIsOpen q -> q.inbox();
      case Query.InboxIsErased q -> q.inbox();
      case Query.ReadThread q -> q.thread();
      case Query.ThreadHasMessage q -> q.source();
      case Query.EntryCounts q -> q.thread();
    };
  }

  @SuppressWarnings("unchecked") // each kind of query is answered with its own type
  private <A> Evaluation<A> evaluate(Query<A> query) {
    int partition = query.partition(topics.partitions());
    return (Evaluation<A>)
        switch (query) {
          case Query.OfInbox<A> q ->
              evaluate(
                  q,
                  new InboxReader(stores.inbox(partition), run -> staleRuns.tell(partition, run)));
          case Query.OfThread<A> q -> evaluate(q, new ThreadReader(stores.threads(partition)));
        };
  }

  private static Evaluation<?> evaluate(Query.OfInbox<?> query, InboxReader reader) {
    return switch (query) {
      case Query.ReadInbox q -> reader.read(q);
      case Query.FindMessage q -> reader.find(q);
      case Query.OutcomeOfSend q -> reader.outcome(q);
      case Query.OutcomeOfAck q -> reader.outcome(q);
      case Query.InboxIsOpen q -> reader.isOpen(q);
      case Query.InboxIsErased q -> reader.isErased(q);
    };
  }

  private static Evaluation<?> evaluate(Query.OfThread<?> query, ThreadReader reader) {
    return switch (query) {
      case Query.ReadThread q -> reader.read(q);
      case Query.ThreadHasMessage q -> reader.has(q);
      case Query.EntryCounts q -> reader.counts(q);
    };
  }
}

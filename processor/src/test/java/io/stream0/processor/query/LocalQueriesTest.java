package io.stream0.processor.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.kafka.EndOffsets;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Rows;
import io.stream0.telemetry.QueryMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalQueriesTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 1, 1, null, 1024);
  private static final TopicPartition INBOX = new TopicPartition("s.inbox", 0);
  private static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  private static final Incarnation FIRST = new Incarnation(1);

  private final AtomicLong end = new AtomicLong();
  private final AtomicInteger lookUps = new AtomicInteger();
  private final Progress progress = new Progress();
  private final Changes changes = new Changes();
  private final MapRows rows = new MapRows();
  private final ConcurrentLinkedQueue<Runnable> duringLookUp = new ConcurrentLinkedQueue<>();
  private final EndOffsets ends =
      (partition, deadline) -> {
        lookUps.incrementAndGet();
        Runnable during = duringLookUp.poll();
        if (during != null) {
          during.run();
        }
        return end.get();
      };
  private final Stores stores =
      new Stores() {
        @Override
        public Rows inbox(int partition) {
          return rows;
        }

        @Override
        public Rows threads(int partition) {
          return rows;
        }
      };
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LocalQueries queries =
      new LocalQueries(
          TOPICS,
          ends,
          progress,
          changes,
          stores,
          new StaleRuns(),
          new QueryMeters(meters, QueryMeters.Where.LOCAL));

  @BeforeEach
  void open() {
    progress.open(INBOX);
    progress.positioned(INBOX, 0);
  }

  @Test
  void aReadIncludesAllThatTheLogHeldWhenItWasAsked() {
    append(0);
    duringLookUp.add(() -> Thread.ofVirtual().start(() -> fold(0)));
    assertThat(read(Freshness.current(-1), Duration.ZERO)).contains("\"content\":0");
  }

  @Test
  void aReadIncludesWhatTheAskerHadAcknowledgedWhateverTheBrokerSays() {
    Thread.ofVirtual().start(() -> fold(0));
    assertThat(read(Freshness.current(0), Duration.ZERO)).contains("\"content\":0");
  }

  @Test
  void aReadThatCannotReachTheEndAnswersNothing() {
    append(0);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(
            () ->
                queries.ask(
                    query(),
                    Freshness.current(-1),
                    Patience.none(Deadline.in(Duration.ofMillis(5)))));
  }

  @Test
  void whoWaitsGetsTheMessageThatComes() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    duringLookUp.add(
        () ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      append(0);
                      fold(0);
                    }));
    Thread.ofVirtual()
        .start(() -> answer.complete(read(Freshness.current(-1), Duration.ofSeconds(20))));
    assertThat(answer.get(20, TimeUnit.SECONDS)).contains("\"content\":0");
    assertThat(changes.size()).isZero();
    assertThat(
            meters
                .get("stream0.query")
                .tags("waits", "true", "outcome", "answered")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aWaitWhosePartitionMovesIsBrokenOff() {
    Thread asker = Thread.currentThread();
    duringLookUp.add(
        () ->
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (asker.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                      }
                      progress.close(INBOX);
                      changes.ended(INBOX);
                    }));
    assertThatExceptionOfType(NotHeldException.class)
        .isThrownBy(() -> read(Freshness.current(-1), Duration.ofSeconds(20)));
    assertThat(meters.get("stream0.wait").tag("outcome", "broken_off").timer().count())
        .isEqualTo(1);
    assertThat(meters.get("stream0.query").tag("outcome", "not_held").timer().count()).isEqualTo(1);
  }

  @Test
  void whoWaitedInVainIsToldSoUnderAFreshReadIndex() {
    // The owner is cut off while it waits: the log goes on, the fold does not hear of it.
    duringLookUp.add(() -> {});
    duringLookUp.add(
        () -> {
          append(0);
          Thread.ofVirtual().start(() -> foldUnheard(0));
        });
    assertThat(read(Freshness.current(-1), Duration.ofMillis(20))).contains("\"content\":0");
    assertThat(lookUps).hasValue(2);
    assertThat(meters.get("stream0.wait").tag("outcome", "expired").timer().count()).isEqualTo(1);
  }

  @Test
  void aReadOfAnIncarnationThatEndsMeanwhileSaysSo() {
    duringLookUp.add(
        () ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      put(new InboxErased(AGENT, FIRST), 0);
                      progress.folded(INBOX, 0);
                      changes.signal(AGENT);
                    }));
    assertThat(
            queries.ask(
                query(),
                Freshness.current(-1),
                Patience.until(Deadline.in(Duration.ofSeconds(20)))))
        .isInstanceOf(InboxReading.Over.class);
  }

  @Test
  void aFactIsLookedUpWithoutAskingWhereTheLogEnds() {
    fold(0);
    assertThat(
            queries.ask(
                new Query.FindMessage(AGENT.tenant(), id(0)),
                Freshness.ANY,
                Patience.none(Deadline.in(Duration.ofSeconds(20)))))
        .isPresent();
    assertThat(lookUps).hasValue(0);
  }

  private void append(long offset) {
    end.set(offset + 1);
  }

  private void fold(long offset) {
    foldUnheard(offset);
    changes.signal(AGENT);
  }

  private void foldUnheard(long offset) {
    put(
        new MessageSent(
            AGENT,
            FIRST,
            id(offset),
            new ThreadId("t"),
            new Sender(new AgentId("sender"), null),
            MessageType.REQUEST,
            new RawJson(Long.toString(offset)),
            null),
        offset);
    progress.folded(INBOX, offset);
  }

  private void put(InboxEvent event, long offset) {
    new InboxFold()
        .fold(rows, new Appended<>(new RecordPosition(0, offset), Instant.EPOCH, event))
        .rows()
        .forEach(rows::put);
  }

  private static MessageId id(long number) {
    return MessageId.of(new UUID(1, number), AGENT);
  }

  private String read(Freshness freshness, Duration timeout) {
    Deadline match = Deadline.in(timeout);
    Patience patience = new Patience(match, match.plus(Duration.ofSeconds(20)));
    return switch (queries.ask(query(), freshness, patience)) {
      case InboxReading.Read read -> new String(read.page().messages(), UTF_8);
      case InboxReading.Over over -> "over";
    };
  }

  private static Query.ReadInbox query() {
    return new Query.ReadInbox(AGENT, FIRST, Query.Status.UNREAD, null, 0, 10);
  }
}

package io.stream0.standalone.queries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.AckOutcome;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.FoundMessage;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.protocol.query.UnansweredException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the query port promises, whoever implements it. */
@Timeout(60)
abstract class QueriesConformance {
  static final InboxKey AGENT = new InboxKey(new TenantId("acme"), new AgentId("agent"));
  static final Incarnation FIRST = new Incarnation(1);
  static final Duration LONG = Duration.ofSeconds(30);
  private static final ThreadKey THREAD = new ThreadKey(AGENT.tenant(), new ThreadId("t ä?"));

  @TempDir static Path folder;

  static final Log log = new Log();
  static final Folding one = new Folding(log);

  @BeforeEach
  void hold() {
    log.clear();
    one.hold(folder);
  }

  @AfterEach
  void release() {
    one.release();
    successor().release();
  }

  /** The implementation, on what {@link #one} holds. */
  abstract Queries queries();

  /** Who can take the partition over from {@link #one}. */
  abstract Folding successor();

  @Test
  void aMessageIsPassedOnByteByByte() {
    sent(1, "\"\\u00e4 ä 0.10 \\n\"", null);
    sent(2, "{\"a\":1e400}", null);
    one.fold();
    MessagePage page = page(read(1, Duration.ZERO));
    assertThat(new String(page.messages(), UTF_8))
        .contains("\"content\":\"\\u00e4 ä 0.10 \\n\"", "\"thread_id\":\"t ä?\"");
    assertThat(page.count()).isEqualTo(1);
    assertThat(page.next()).isEqualTo(OptionalLong.of(1));
    assertThat(page(read(10, Duration.ZERO)).next()).isEmpty();
  }

  @Test
  void whatBecameOfASendIsTold() {
    Repeatable key = new Repeatable(new IdempotencyKey("k 1"), "fingerprint");
    MessageSent message = sent(1, "1", key);
    MessageSent repeat = sent(2, "1", key);
    MessageSent other = sent(3, "2", new Repeatable(key.key(), "another"));
    long erased = log.append(new InboxErased(AGENT, FIRST));
    MessageSent late = sent(4, "4", null);
    one.fold();
    Instant at = Instant.ofEpochMilli(1_000);
    assertThat(outcome(message, 0)).isEqualTo(new SendOutcome.Accepted(0, at));
    assertThat(outcome(repeat, 1)).isEqualTo(new SendOutcome.Repeats(id(1), 0, at));
    assertThat(outcome(other, 2)).isEqualTo(new SendOutcome.KeyReused());
    assertThat(outcome(late, erased + 1)).isEqualTo(new SendOutcome.IncarnationOver());
  }

  private SendOutcome outcome(MessageSent sent, long offset) {
    return ask(
        new Query.OutcomeOfSend(sent, offset, Instant.ofEpochMilli(1_000)), Freshness.upTo(offset));
  }

  @Test
  void whereAMessageIsAndWhatBecameOfItsAcksIsTold() {
    IdempotencyKey key = new IdempotencyKey("ack");
    sent(1, "1", null);
    one.fold();
    Query.FindMessage find = new Query.FindMessage(AGENT.tenant(), id(1));
    assertThat(ask(find, Freshness.ANY))
        .contains(new FoundMessage(AGENT.agent(), FIRST, false, null));
    MessageAcked won = new MessageAcked(AGENT, FIRST, id(1), key);
    MessageAcked lost = new MessageAcked(AGENT, FIRST, id(1), null);
    long first = log.append(won);
    long second = log.append(lost);
    one.fold();
    assertThat(ask(new Query.OutcomeOfAck(won, first), Freshness.upTo(first)))
        .isInstanceOf(AckOutcome.Won.class);
    assertThat(ask(new Query.OutcomeOfAck(lost, second), Freshness.upTo(second)))
        .isInstanceOf(AckOutcome.Lost.class);
    assertThat(ask(find, Freshness.ANY))
        .contains(new FoundMessage(AGENT.agent(), FIRST, true, key));
    assertThat(ask(new Query.FindMessage(AGENT.tenant(), id(9)), Freshness.current(-1)))
        .isEqualTo(Optional.empty());
  }

  @Test
  void whetherAnInboxIsOpenOrErasedIsTold() {
    Query.InboxIsOpen open = new Query.InboxIsOpen(AGENT, FIRST);
    Query.InboxIsErased erased = new Query.InboxIsErased(AGENT, FIRST);
    assertThat(ask(open, Freshness.ANY)).isFalse();
    log.append(new InboxOpened(AGENT, FIRST));
    one.fold();
    assertThat(ask(open, Freshness.ANY)).isTrue();
    assertThat(ask(erased, Freshness.ANY)).isFalse();
    log.append(new InboxErased(AGENT, FIRST));
    one.fold();
    assertThat(ask(erased, Freshness.ANY)).isTrue();
    assertThat(read(1, Duration.ZERO)).isInstanceOf(InboxReading.Over.class);
  }

  @Test
  void aThreadIsTold() {
    sent(1, "1", null);
    one.fold();
    MessagePage page = ask(new Query.ReadThread(THREAD, null, -1, 10), Freshness.current(-1));
    assertThat(new String(page.messages(), UTF_8)).contains("\"content\":1");
    assertThat(ask(new Query.ReadThread(THREAD, new Incarnation(7), -1, 10), Freshness.ANY).count())
        .isZero();
    assertThat(ask(new Query.ThreadHasMessage(THREAD, new RecordPosition(0, 0)), Freshness.ANY))
        .isTrue();
    assertThat(ask(new Query.ThreadHasMessage(THREAD, new RecordPosition(0, 5)), Freshness.ANY))
        .isFalse();
  }

  @Test
  void whichEntryOfASourceCountsIsTold() {
    sent(1, "1", null);
    long acked = log.append(new MessageAcked(AGENT, FIRST, id(1), null));
    one.fold();
    RecordPosition message = new RecordPosition(0, 0);
    RecordPosition ack = new RecordPosition(0, acked);
    assertThat(ask(new Query.EntryCounts(THREAD, message, null, 0), Freshness.upTo(0))).isTrue();
    assertThat(ask(new Query.EntryCounts(THREAD, message, null, 1), Freshness.ANY)).isFalse();
    assertThat(ask(new Query.EntryCounts(THREAD, ack, id(1), 1), Freshness.upTo(1))).isTrue();
    assertThat(ask(new Query.EntryCounts(THREAD, ack, id(1), 2), Freshness.ANY)).isFalse();
  }

  @Test
  void aReadIncludesAllThatTheLogHeldWhenItWasAsked() throws Exception {
    sent(1, "1", null);
    CompletableFuture<InboxReading> answer = asking(() -> read(1, Duration.ZERO));
    one.fold();
    assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
  }

  @Test
  void aReadThatCannotReachTheEndIsUnansweredAndNotEmpty() {
    sent(1, "1", null);
    Patience patience = Patience.none(Deadline.in(Duration.ofMillis(300)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> queries().ask(query(1), Freshness.current(-1), patience));
  }

  @Test
  void whoWaitsGetsTheMessageThatComes() throws Exception {
    CompletableFuture<InboxReading> answer = asking(() -> read(1, LONG));
    awaitWaiting(one, 1);
    sent(1, "1", null);
    one.fold();
    assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
    awaitWaiting(one, 0);
  }

  @Test
  void whoWaitedIsToldWhatSentTheTracedMessagesThatCame() throws Exception {
    TraceParent first = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    TraceParent second = new TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    CompletableFuture<InboxReading> answer = asking(() -> read(1, LONG));
    awaitWaiting(one, 1);
    log.append(message(1, "1", null), first);
    log.append(message(2, "2", null), second);
    one.fold();
    InboxReading.Read read = (InboxReading.Read) answer.get(30, TimeUnit.SECONDS);
    assertThat(read.page().count()).isEqualTo(1);
    // Not of the second, which did not fit.
    assertThat(read.traces()).containsExactly(first);
    assertThat(((InboxReading.Read) read(2, Duration.ZERO)).traces()).isEmpty();
  }

  @Test
  void whoWaitedInVainIsToldSo() {
    assertThat(page(read(1, Duration.ofMillis(200))).count()).isZero();
  }

  @Test
  void whatNobodyHoldsIsUnansweredAtTheDeadlineAndNotEmpty() {
    one.release();
    Deadline deadline = Deadline.in(Duration.ofMillis(300));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> queries().ask(query(1), Freshness.current(-1), Patience.none(deadline)));
    assertThat(deadline.hasPassed()).isTrue();
  }

  @Test
  void aReadOfAPartitionThatMovesWaitsForItsNextOwner() throws Exception {
    sent(1, "1", null);
    one.release();
    CompletableFuture<InboxReading> answer = asking(() -> read(1, Duration.ZERO));
    successor().hold(folder);
    successor().fold();
    assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
  }

  @Test
  void aWaitGoesOnAtTheNextOwner() throws Exception {
    CompletableFuture<InboxReading> answer = asking(() -> read(1, LONG));
    awaitWaiting(one, 1);
    one.release();
    successor().hold(folder);
    awaitWaiting(successor(), 1);
    sent(1, "1", null);
    successor().fold();
    assertThat(page(answer.get(30, TimeUnit.SECONDS)).count()).isEqualTo(1);
  }

  @Test
  void aWaitEndsWithItsAsker() throws Exception {
    CompletableFuture<Object> gone = new CompletableFuture<>();
    Thread asker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    // Longer than this test waits: it does not end by itself.
                    gone.complete(read(1, Duration.ofMinutes(10)));
                  } catch (UnansweredException e) {
                    gone.complete(e);
                  }
                });
    awaitWaiting(one, 1);
    asker.interrupt();
    assertThat(gone.get(30, TimeUnit.SECONDS)).isInstanceOf(UnansweredException.class);
    awaitWaiting(one, 0);
  }

  static void awaitWaiting(Folding folding, int count) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> folding.changes.size() == count);
  }

  interface Asking {
    InboxReading ask();
  }

  static CompletableFuture<InboxReading> asking(Asking asking) {
    CompletableFuture<InboxReading> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(asking.ask());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  MessageSent sent(long number, String content, @Nullable Repeatable repeatable) {
    MessageSent message = message(number, content, repeatable);
    log.append(message);
    return message;
  }

  private static MessageSent message(long number, String content, @Nullable Repeatable repeatable) {
    return new MessageSent(
        AGENT,
        FIRST,
        id(number),
        THREAD.thread(),
        new Sender(new AgentId("sender"), null),
        MessageType.REQUEST,
        new RawJson(content),
        repeatable);
  }

  private static MessageId id(long number) {
    return MessageId.of(new UUID(1, number), AGENT);
  }

  private <A> A ask(Query<A> query, Freshness freshness) {
    return queries().ask(query, freshness, Patience.none(Deadline.in(LONG)));
  }

  InboxReading read(int limit, Duration timeout) {
    Deadline match = Deadline.in(timeout);
    return queries()
        .ask(query(limit), Freshness.current(-1), new Patience(match, match.plus(LONG)));
  }

  static MessagePage page(InboxReading reading) {
    return ((InboxReading.Read) reading).page();
  }

  static Query.ReadInbox query(int limit) {
    return new Query.ReadInbox(AGENT, FIRST, Query.Status.UNREAD, null, 0, limit);
  }
}

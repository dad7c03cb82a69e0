package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final ThreadLog log = new ThreadLog(1, 500);
  private final AtomicLong missing = new AtomicLong();
  private final FoldOfThreads fold = new FoldOfThreads();
  private @Nullable Watching watching;
  private int sources;

  /** Knows the first entries of sources, or is rebuilt itself. */
  private static final class FoldOfThreads implements Queries {
    final List<Long> counting = new CopyOnWriteArrayList<>();
    final List<Long> asked = new CopyOnWriteArrayList<>();
    final AtomicBoolean answers = new AtomicBoolean(true);

    @Override
    @SuppressWarnings("unchecked") // it is asked this alone
    public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
      Query.EntryCounts entry = (Query.EntryCounts) query;
      assertThat(freshness).isEqualTo(Freshness.upTo(entry.offset()));
      asked.add(entry.offset());
      if (!answers.get()) {
        throw new UnansweredException("not folded as far");
      }
      return (A) (Boolean) counting.contains(entry.offset());
    }
  }

  private Watching watching(Bounds bounds) {
    Watching made =
        new Watching(
            new TopicSettings(new TopicNames("stream0."), 1, 1, null, 1024),
            log::consumer,
            log::consumer,
            (partition, deadline) -> log.end(0) + missing.get(),
            fold,
            SHORT,
            bounds,
            EventMeters.none());
    watching = made;
    return made;
  }

  private Watching watching() {
    return watching(new Bounds(100, 100, 100, 5, 1, Duration.ofMinutes(1)));
  }

  @AfterEach
  void close() {
    if (watching != null) {
      watching.close();
    }
  }

  private static Subscription watch(Watching watching, TenantId tenant, @Nullable Positions from) {
    return ((Admission.Admitted) watching.watch(Events.all(tenant), from, Deadline.in(LONG)))
        .subscription();
  }

  /** A new message's entry, promptly. */
  private long append() {
    long now = 1_000_000;
    return log.append(0, now, Events.message(ACME, new RecordPosition(0, sources++), now));
  }

  /** The entry of a source, long after its message was taken. */
  private long appendLate(long source) {
    return log.append(
        0, 1_000_000, Events.message(ACME, new RecordPosition(0, source), 1_000_000 - 5_000));
  }

  /** The entry of a source, where its broker's clock is behind that of the message. */
  private long appendBehind(long source) {
    return log.append(
        0, 1_000_000, Events.message(ACME, new RecordPosition(0, source), 1_000_000 + 5_000));
  }

  private static List<Long> next(Subscription subscription, int count) {
    List<Long> offsets = new ArrayList<>();
    while (offsets.size() < count) {
      switch (subscription.next(LONG)) {
        case Next.Told told -> told.events().forEach(e -> offsets.add(e.entry().offset()));
        case Next.Nothing nothing -> assertThat(offsets).isNotNull();
        case Next other -> throw new AssertionError(other);
      }
    }
    return offsets;
  }

  @Test
  void whatNobodyWatchesIsNotReadAndIsAgainWhenSomeoneDoes() {
    Watching watched = watching(new Bounds(100, 100, 100, 5, 1, Duration.ZERO));
    append();
    assertThat(log.open()).isZero();
    for (int i = 0; i < 2; i++) {
      try (Subscription subscription = watch(watched, ACME, null)) {
        long offset = append();
        assertThat(next(subscription, 1)).containsExactly(offset);
        assertThat(log.open()).isEqualTo(1);
      }
      awaitNobodyReads();
    }
  }

  private void awaitNobodyReads() {
    Deadline deadline = Deadline.in(LONG);
    while (log.open() > 0) {
      assertThat(deadline.hasPassed()).isFalse();
      Thread.onSpinWait();
    }
  }

  @Test
  void aTenantAndAllTogetherHaveSoManyStreamsAndNoMore() {
    Watching watched = watching(new Bounds(3, 2, 100, 5, 1, Duration.ZERO));
    Subscription first = watch(watched, ACME, null);
    Subscription second = watch(watched, ACME, null);
    assertThat(watched.watch(Events.all(ACME), null, Deadline.in(LONG)))
        .isEqualTo(new Admission.TenantFull(2));
    Subscription third = watch(watched, OTHER, null);
    assertThat(watched.watch(Events.all(OTHER), null, Deadline.in(LONG)))
        .isEqualTo(new Admission.Full(3));
    assertThat(watched.open()).isEqualTo(3);
    second.close();
    watch(watched, ACME, null).close();
    first.close();
    third.close();
    assertThat(watched.open()).isZero();
  }

  @Test
  void whenItStopsAllWhoWatchAreToldAtOnceAndNobodyIsLetIn() {
    Watching watched = watching();
    Subscription subscription = watch(watched, ACME, null);
    assertThat(subscription.next(Duration.ZERO)).isInstanceOf(Next.Nothing.class);
    Thread closing = Thread.ofVirtual().start(watched::close);
    assertThat(subscription.next(LONG)).isEqualTo(new Next.Ended(Ending.STOPPING));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> watched.watch(Events.all(ACME), null, Deadline.in(LONG)));
    assertThat(closing).isNotNull();
  }

  @Test
  void whereTheLogCannotBeReadAnyMoreWhoWatchesResumes() {
    Watching watched = watching();
    Positions last;
    try (Subscription subscription = watch(watched, ACME, null)) {
      append();
      next(subscription, 1);
      last = subscription.position();
      log.fail();
      assertThat(subscription.next(LONG)).isEqualTo(new Next.Ended(Ending.FAULT));
    }
    long offset = append();
    try (Subscription subscription = watch(watched, ACME, last)) {
      assertThat(next(subscription, 1)).containsExactly(offset);
    }
  }

  @Test
  void whoWasToldByAnInstanceThatWasFurtherWaitsForThisOne() {
    Watching watched = watching();
    missing.set(2);
    try (Subscription subscription = watch(watched, ACME, Positions.of(1))) {
      assertThat(subscription.next(Duration.ZERO)).isEqualTo(new Next.Nothing(Positions.of(1)));
      append();
      long offset = append();
      assertThat(next(subscription, 1)).containsExactly(offset);
    }
  }

  @Test
  void whoIsBeyondTheEndOfTheLogGoesOnAtIt() {
    Watching watched = watching();
    append();
    try (Subscription subscription = watch(watched, ACME, Positions.of(7))) {
      assertThat(subscription.next(LONG))
          .isEqualTo(new Next.Gap(Next.Gap.Reason.AHEAD, Positions.of(1)));
      long offset = append();
      assertThat(next(subscription, 1)).containsExactly(offset);
    }
  }

  @Test
  void whatTheLogHasNoMoreIsAGapAndTheRestFollows() {
    for (int i = 0; i < 20; i++) {
      append();
    }
    log.dropBefore(0, 4);
    try (Subscription subscription = watch(watching(), ACME, Positions.of(2))) {
      assertThat(subscription.next(LONG))
          .isEqualTo(new Next.Gap(Next.Gap.Reason.EXPIRED, Positions.of(4)));
      assertThat(next(subscription, 16)).startsWith(4L, 5L).endsWith(19L).hasSize(16);
    }
  }

  /** Of what comes promptly nobody is asked. */
  @Test
  void ofWhatCannotBeKnownToRepeatWhoFoldsTheThreadsIsAsked() {
    Watching watched = watching();
    try (Subscription subscription = watch(watched, ACME, null)) {
      appendLate(5);
      appendBehind(6);
      long first = log.end(0);
      fold.counting.add(first);
      appendLate(7);
      long second = appendLate(8);
      assertThat(next(subscription, 2)).containsExactly(first, second);
      assertThat(fold.asked).containsExactly(0L, 1L, first);
    }
  }

  @Test
  void whileNobodyCanSayWhetherItRepeatsNothingIsTold() {
    Watching watched = watching();
    fold.answers.set(false);
    try (Subscription subscription = watch(watched, ACME, null)) {
      long offset = appendLate(5);
      fold.counting.add(offset);
      while (fold.asked.isEmpty()) {
        assertThat(subscription.next(Duration.ZERO)).isInstanceOf(Next.Nothing.class);
      }
      fold.answers.set(true);
      assertThat(next(subscription, 1)).containsExactly(offset);
    }
  }
}

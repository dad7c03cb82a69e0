package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** There is room for ten entries, of one tenant for six. */
@Timeout(30)
class HeldTest {
  private static final int ENTRY =
      Events.entry(0, 0, Events.message(ACME, new RecordPosition(0, 0), 0)).size()
          + Positions.of(0).size();
  private static final int OF_TENANT = 6;
  private static final int WAITING = 1_000;

  private final LongAdder tooSlow = new LongAdder();
  private final ThreadLog log = new ThreadLog(1, 500);
  private Held held = new Held(10L * ENTRY, (long) OF_TENANT * ENTRY, 0);
  private Tail tail = new Tail(100, Portion.USUAL, held, tooSlow, EventMeters.none());
  private int offset;

  @BeforeEach
  void open() {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
  }

  private void append(TenantId tenant) {
    Entry entry = Events.entry(0, offset, Events.message(tenant, new RecordPosition(0, offset), 0));
    offset++;
    tail.append(List.of(entry), Positions.of(offset));
  }

  private Subscription joined(TenantId tenant) {
    Subscription subscription = subscribe(tenant, tail.reached());
    assertThat(subscription.next(Duration.ZERO)).isInstanceOf(Next.Nothing.class);
    return subscription;
  }

  private Subscription subscribe(TenantId tenant, Positions from) {
    CatchUp.Log catchingUp =
        new CatchUp.Log(
            new Turns(1),
            new LogConsumers(1, log::consumer),
            log.partitions(),
            entry -> true,
            Lookback.of(1),
            Portion.USUAL,
            held,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    return new Subscription(
        tail, new Listener(Events.all(tenant), WAITING, held), catchingUp, null, from, () -> {});
  }

  private static List<Long> told(Next next) {
    assertThat(next).isInstanceOf(Next.Told.class);
    return ((Next.Told) next).events().stream().map(event -> event.entry().offset()).toList();
  }

  private void assertBounded() {
    assertThat(held.of(ACME)).isLessThanOrEqualTo((long) OF_TENANT * ENTRY);
    assertThat(held.of(ACME) + held.of(OTHER)).isLessThanOrEqualTo(10L * ENTRY);
  }

  @Test
  void anEntryThatSeveralHoldCountsOnceUntilTheLastIsDoneWithIt() {
    Subscription first = joined(ACME);
    Subscription second = joined(ACME);
    append(ACME);
    assertThat(held.of(ACME)).isEqualTo(ENTRY);
    assertThat(told(first.next(Duration.ZERO))).containsExactly(0L);
    assertThat(told(second.next(Duration.ZERO))).containsExactly(0L);
    first.next(Duration.ZERO);
    assertThat(held.of(ACME)).isEqualTo(ENTRY);
    second.next(Duration.ZERO);
    assertThat(held.of(ACME)).isZero();
  }

  @Test
  void whoLeavesHoldsNothingMore() {
    Subscription waiting = joined(ACME);
    Subscription reading = joined(ACME);
    append(ACME);
    assertThat(told(reading.next(Duration.ZERO))).hasSize(1);
    append(ACME);
    waiting.close();
    reading.close();
    assertThat(held.of(ACME)).isZero();
  }

  @Test
  void whereReadersHoldTooMuchTheOneForWhomMostWaitsIsCutOffAndResumes() {
    Subscription slow = joined(ACME);
    Subscription prompt = joined(ACME);
    List<Long> got = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      append(ACME);
      got.addAll(told(prompt.next(Duration.ZERO)));
      assertBounded();
    }
    assertThat(got).hasSize(20);
    assertThat(tooSlow.sum()).isEqualTo(1);
    assertThat(slow.next(Duration.ZERO)).isEqualTo(new Next.Ended(Ending.TOO_SLOW));
    Positions last = slow.position();
    slow.close();
    assertThat(told(subscribe(ACME, last).next(Duration.ZERO))).isEqualTo(got);
  }

  @Test
  void whatOneTenantHoldsIsNoOtherTenantsRoom() {
    List<Subscription> stalled = new ArrayList<>();
    for (int i = 0; i < OF_TENANT; i++) {
      stalled.add(joined(ACME));
      append(ACME);
      // Each has another in hand, and comes for no more.
      assertThat(told(stalled.getLast().next(Duration.ZERO))).containsExactly((long) i);
    }
    Subscription other = joined(OTHER);
    for (int i = 0; i < 5; i++) {
      append(ACME);
      append(OTHER);
      assertThat(told(other.next(Duration.ZERO))).containsExactly((long) offset - 1);
      assertBounded();
    }
  }

  @Test
  void whatAllTenantsHoldIsBoundedAsWell() {
    Subscription reading = joined(ACME);
    for (int i = 0; i < OF_TENANT; i++) {
      append(ACME);
    }
    assertThat(told(reading.next(Duration.ZERO))).hasSize(OF_TENANT);
    Subscription slow = joined(OTHER);
    for (int i = 0; i < OF_TENANT; i++) {
      append(OTHER);
      assertBounded();
    }
    assertThat(slow.next(Duration.ZERO)).isEqualTo(new Next.Ended(Ending.TOO_SLOW));
  }

  @Test
  void whereAllIsInHandWhoComesWaitsAndMissesNothing() {
    List<Subscription> stalled = new ArrayList<>();
    Subscription late = joined(ACME);
    for (int i = 0; i < OF_TENANT; i++) {
      Subscription subscription = joined(ACME);
      append(ACME);
      assertThat(told(subscription.next(Duration.ZERO))).containsExactly((long) i);
      assertThat(told(late.next(Duration.ZERO))).containsExactly((long) i);
      stalled.add(subscription);
    }
    assertThat(late.next(Duration.ZERO)).isInstanceOf(Next.Nothing.class);
    append(ACME);
    assertBounded();
    assertThat(late.next(Duration.ZERO)).isEqualTo(new Next.Ended(Ending.TOO_SLOW));
    Subscription resumed = subscribe(ACME, late.position());
    late.close();
    assertThat(resumed.next(Duration.ZERO)).isEqualTo(new Next.Nothing(Positions.of(OF_TENANT)));
    assertBounded();
    stalled.forEach(Subscription::close);
    assertThat(told(resumed.next(Duration.ZERO))).containsExactly((long) OF_TENANT);
  }

  @Test
  void whoWaitsForRoomIsWokenByIt() throws Exception {
    Subscription reading = joined(ACME);
    for (int i = 0; i < OF_TENANT; i++) {
      append(ACME);
    }
    assertThat(told(reading.next(Duration.ZERO))).hasSize(OF_TENANT);
    Subscription waiting = subscribe(ACME, Positions.of(0));
    List<Long> got = new ArrayList<>();
    // Far longer than this test may take: it is woken, or fails.
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> got.addAll(told(waiting.next(Duration.ofMinutes(10)))));
    awaitWaiting(thread);
    reading.close();
    thread.join();
    assertThat(got).hasSize(OF_TENANT);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void whoWaitsForRoomIsNotWokenBeforeThereIsAny() throws Exception {
    List<Event> first = new ArrayList<>();
    List<Event> second = new ArrayList<>();
    for (int i = 0; i < OF_TENANT + 1; i++) {
      Event event =
          new Event(
              Events.entry(0, i, Events.message(ACME, new RecordPosition(0, i), 0)),
              Positions.of(i + 1));
      (i == 0 ? first : second).add(event);
    }
    held.hold(first);
    held.hold(second);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> held.awaitRoom(ACME, Deadline.in(Duration.ofMinutes(10))));
    awaitWaiting(thread);
    assertThat(held.waitingAfter(() -> held.release(first))).isEqualTo(1);
    assertThat(held.waitingAfter(() -> held.release(second))).isZero();
    thread.join();
  }

  /** Nor joins: of what others are told in the meantime it has not to look at anything. */
  @Test
  void whereThereIsNoRoomNothingIsRead() {
    Subscription reading = joined(ACME);
    for (int i = 0; i < OF_TENANT; i++) {
      append(ACME);
    }
    assertThat(told(reading.next(Duration.ZERO))).hasSize(OF_TENANT);
    append(OTHER);
    Positions from = Positions.of(OF_TENANT);
    try (Subscription waiting = subscribe(ACME, from)) {
      assertThat(waiting.next(Duration.ZERO)).isEqualTo(new Next.Nothing(from));
    }
  }

  /** They have all that there is in hand, and come for no more. */
  @Test
  void whatHostileTenantsHoldIsNotWhatIsReservedForAnother() {
    held = new Held(10L * ENTRY, (long) OF_TENANT * ENTRY, ENTRY);
    tail = new Tail(100, Portion.USUAL, held, tooSlow, EventMeters.none());
    open();
    for (int i = 0; i < 16; i++) {
      TenantId hostile = new TenantId("hostile" + i % 4);
      Subscription stalled = joined(hostile);
      append(hostile);
      // Once all is held they are told of no more themselves.
      assertThat(stalled.next(Duration.ZERO)).isNotInstanceOf(Next.Gap.class);
    }
    assertThat(held.isBeyondReserve(new TenantId("hostile0"))).isTrue();
    Subscription slow = joined(OTHER);
    append(OTHER);
    Subscription prompt = joined(ACME);
    Subscription neighbour = joined(ACME);
    for (int i = 0; i < 20; i++) {
      append(ACME);
      assertThat(told(prompt.next(Duration.ZERO))).containsExactly((long) offset - 1);
      assertThat(told(neighbour.next(Duration.ZERO))).containsExactly((long) offset - 1);
    }
    // Nor did anyone go for them who has no more than their own.
    assertThat(told(slow.next(Duration.ZERO))).hasSize(1);
    Subscription resumed = subscribe(ACME, Positions.of(0));
    assertThat(told(resumed.next(Duration.ZERO))).hasSize(20);
  }

  @Test
  void whoseReadersHaveAllInHandPaysForItThemselves() {
    held = new Held(4L * ENTRY, (long) OF_TENANT * ENTRY, 2L * ENTRY);
    tail = new Tail(100, Portion.USUAL, held, tooSlow, EventMeters.none());
    open();
    TenantId hostile = new TenantId("hostile");
    Subscription stalled = joined(hostile);
    for (int i = 0; i < 4; i++) {
      append(hostile);
    }
    assertThat(told(stalled.next(Duration.ZERO))).hasSize(4);
    Subscription slow = joined(OTHER);
    append(OTHER);
    append(hostile);
    assertThat(told(slow.next(Duration.ZERO))).containsExactly(4L);
    assertThat(stalled.next(Duration.ZERO)).isEqualTo(new Next.Ended(Ending.TOO_SLOW));
  }

  @Test
  void fourTenantsThatHoldAllThatTheyMayLeaveTheFifthItsPart() {
    Held real = Held.of(new Bounds(1_000, 250, 1_000, 8_192, 4, Duration.ZERO));
    for (int tenant = 0; tenant < 4; tenant++) {
      TenantId hostile = new TenantId("hostile" + tenant);
      for (int i = 0; !real.isFull(hostile); i++) {
        real.hold(
            List.of(
                new Event(
                    new Entry(
                        0,
                        i,
                        Instant.EPOCH,
                        512 * 1024,
                        Events.message(hostile, new RecordPosition(0, i), 0)),
                    Positions.of(i))));
      }
    }
    real.enter(ACME);
    assertThat(real.isFull(ACME)).isFalse();
    real.hold(
        List.of(
            new Event(
                new Entry(
                    0, 0, Instant.EPOCH, 40_000, Events.message(ACME, new RecordPosition(1, 0), 0)),
                Positions.of(0))));
    // A stream has as much as one takes at once, and another as much again.
    assertThat(real.isFull(ACME)).isTrue();
    real.enter(ACME);
    assertThat(real.isFull(ACME)).isFalse();
    real.leave(ACME);
    assertThat(real.isFull(ACME)).isTrue();
  }

  @Test
  void whatEachHoldsBesideTheEntryCountsByThePartitions() {
    Entry entry = Events.entry(0, 0, Events.message(ACME, new RecordPosition(0, 0), 0));
    int numbers = 1_000 * Long.BYTES;
    List<Event> first = List.of(new Event(entry, Positions.of(new long[1_000])));
    List<Event> second = List.of(new Event(entry, Positions.of(new long[1_000])));
    held.hold(first);
    held.hold(second);
    assertThat(held.of(ACME)).isGreaterThan(entry.size() + 2L * numbers);
    // What is told to several at once is one.
    long before = held.of(ACME);
    held.hold(first);
    assertThat(held.of(ACME)).isEqualTo(before);
    held.release(first);
    held.release(first);
    held.release(second);
    assertThat(held.of(ACME)).isZero();
  }

  @Test
  void aTailThatIsOverKeepsWhatWaitsUntilItIsTaken() {
    Subscription subscription = joined(ACME);
    append(ACME);
    tail.end(Ending.STOPPING);
    assertThat(told(subscription.next(Duration.ZERO))).containsExactly(0L);
    assertThat(subscription.next(Duration.ZERO)).isEqualTo(new Next.Ended(Ending.STOPPING));
    assertThat(held.of(ACME)).isZero();
  }
}

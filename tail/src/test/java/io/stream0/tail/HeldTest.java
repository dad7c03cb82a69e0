package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.TenantId;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
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
      Events.entry(0, 0, Events.message(ACME, new RecordPosition(0, 0), 0)).size();
  private static final int OF_TENANT = 6;
  private static final int WAITING = 1_000;

  private final LongAdder tooSlow = new LongAdder();
  private final ThreadLog log = new ThreadLog(1, 500);
  private final Held held = new Held(10L * ENTRY, (long) OF_TENANT * ENTRY);
  private final Tail tail = new Tail(100, Portion.USUAL, held, tooSlow, EventMeters.none());
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
            log::consumer,
            log.partitions(),
            entry -> true,
            Lookback.of(1),
            Portion.USUAL,
            held,
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
    for (int i = 0; i < OF_TENANT; i++) {
      Subscription subscription = joined(ACME);
      append(ACME);
      assertThat(told(subscription.next(Duration.ZERO))).containsExactly((long) i);
      stalled.add(subscription);
    }
    Subscription late = joined(ACME);
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
    Thread thread =
        Thread.ofPlatform().start(() -> got.addAll(told(waiting.next(Duration.ofSeconds(25)))));
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    reading.close();
    thread.join();
    assertThat(got).hasSize(OF_TENANT);
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

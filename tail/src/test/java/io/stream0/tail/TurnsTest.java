package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One reads at a time; who has a turn says so. */
@Timeout(30)
class TurnsTest {
  private static final Deadline NOW = Deadline.in(Duration.ZERO);

  private final Turns turns = new Turns(1);
  private final Turns.Place reading = turns.place(ACME);
  private final BlockingQueue<String> called = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  @BeforeEach
  void begin() {
    assertThat(reading.await(NOW)).isTrue();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  /** Waits in a thread until it is called, says so, and is done when it is told. */
  private void waits(String name, Turns.Place place) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  if (place.await(Deadline.in(Duration.ofSeconds(25)))) {
                    called.add(name);
                    place.done();
                  }
                });
    threads.add(thread);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(called).isEmpty();
      Thread.onSpinWait();
    }
  }

  private List<String> calledNext(int count) throws InterruptedException {
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      names.add(called.take());
    }
    return names;
  }

  private Turns.Place of(TenantId tenant) {
    return turns.place(tenant);
  }

  @Test
  void whoStopsWaitingForAWhileKeepsTheirPlace() throws Exception {
    Turns.Place first = of(ACME);
    assertThat(first.await(NOW)).isFalse();
    waits("second", of(ACME));
    waits("first", first);
    reading.done();
    assertThat(calledNext(2)).containsExactly("first", "second");
  }

  @Test
  void whoIsAwayHoldsUpNobody() throws Exception {
    Turns.Place away = of(ACME);
    assertThat(away.await(NOW)).isFalse();
    waits("present", of(ACME));
    reading.done();
    assertThat(calledNext(1)).containsExactly("present");
    assertThat(away.await(Deadline.in(Duration.ofSeconds(20)))).isTrue();
  }

  @Test
  void tenantsTakeTurnsHoweverManyWaitOfOne() throws Exception {
    waits("acme 1", of(ACME));
    waits("acme 2", of(ACME));
    waits("acme 3", of(ACME));
    waits("other 1", of(OTHER));
    waits("other 2", of(OTHER));
    reading.done();
    assertThat(calledNext(5)).containsExactly("acme 1", "other 1", "acme 2", "other 2", "acme 3");
  }

  @Test
  void whoHasHadATurnComesBehindThoseWhoWait() throws Exception {
    waits("waiting", of(ACME));
    reading.done();
    assertThat(reading.await(Deadline.in(Duration.ofSeconds(20)))).isTrue();
    assertThat(calledNext(1)).containsExactly("waiting");
  }

  @Test
  void whoLeavesIsNotCalled() {
    Turns.Place gone = of(ACME);
    assertThat(gone.await(NOW)).isFalse();
    gone.leave();
    reading.done();
    assertThat(of(ACME).await(NOW)).isTrue();
  }

  @Test
  void whoIsInterruptedTakesNobodysTurn() throws Exception {
    waits("interrupted", of(ACME));
    threads.getFirst().interrupt();
    threads.getFirst().join();
    reading.done();
    assertThat(called).isEmpty();
    assertThat(of(OTHER).await(NOW)).isTrue();
  }
}

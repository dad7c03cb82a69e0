package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.query.Deadline;
import io.stream0.telemetry.EventMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerTest {
  private final LongAdder tooSlow = new LongAdder();
  private final Held held = new Held(Long.MAX_VALUE, Long.MAX_VALUE, 0);
  private final Tail tail = new Tail(100, Portion.USUAL, held, tooSlow, EventMeters.none());

  private void append(int offset) {
    tail.append(
        List.of(Events.entry(0, offset, Events.message(ACME, new RecordPosition(0, offset), 0))),
        Positions.of(offset + 1));
  }

  private Listener joined(int waiting) {
    Listener listener = new Listener(Events.all(ACME), waiting, held);
    assertThat(tail.read(Positions.of(tail.reached().next(0)), listener))
        .isInstanceOfSatisfying(
            Tail.Reading.Read.class, read -> assertThat(read.joined()).isTrue());
    return listener;
  }

  @Test
  void whoDoesNotKeepUpIsCutOffAndHoldsUpNobody() {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
    Listener slow = joined(3);
    Listener prompt = joined(3);
    for (int offset = 0; offset < 10; offset++) {
      append(offset);
      assertThat(taken(prompt)).hasSize(1);
    }
    assertThat(slow.ending()).contains(Ending.TOO_SLOW);
    assertThat(taken(slow)).isEmpty();
    assertThat(prompt.ending()).isEmpty();
    assertThat(tooSlow.sum()).isEqualTo(1);
  }

  /** Their text counts, not only their number; one alone is told however large it is. */
  @Test
  void whatWaitsIsBoundedInBytes() {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
    Listener listener = joined(1_000);
    Entry large =
        new Entry(
            0,
            0,
            Instant.EPOCH,
            3 * 1024 * 1024,
            Events.message(ACME, "t", new RecordPosition(0, 0), 0, MessageType.MESSAGE, "1"));
    tail.append(List.of(large), Positions.of(1));
    assertThat(taken(listener)).hasSize(1);
    tail.append(List.of(large, large), Positions.of(2));
    assertThat(listener.ending()).contains(Ending.TOO_SLOW);
  }

  @Test
  void whoWaitsIsWokenByWhatComesAndByTheEnd() throws Exception {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
    Listener listener = joined(3);
    CompletableFuture<List<Event>> event = waiting(listener);
    append(0);
    assertThat(event.get(20, TimeUnit.SECONDS)).hasSize(1);
    CompletableFuture<List<Event>> end = waiting(listener);
    tail.end(Ending.STOPPING);
    assertThat(end.get(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(listener.ending()).contains(Ending.STOPPING);
  }

  private static CompletableFuture<List<Event>> waiting(Listener listener) {
    CompletableFuture<List<Event>> taken = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> taken.complete(listener.take(Deadline.in(Duration.ofSeconds(25)))));
    return taken;
  }

  /** A part at a time: what was taken is not given back until its reader is done with it. */
  @Test
  void ofWhatWaitsOnePartIsTakenAtOnce() {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
    Listener listener = joined(1_000);
    for (int offset = 0; offset < 5; offset++) {
      Entry entry =
          new Entry(
              0,
              offset,
              Instant.EPOCH,
              20 * 1024,
              Events.message(ACME, new RecordPosition(0, offset), 0));
      tail.append(List.of(entry), Positions.of(offset + 1));
    }
    assertThat(taken(listener)).hasSize(2);
    tail.end(Ending.STOPPING);
    assertThat(taken(listener)).hasSize(2);
    assertThat(taken(listener)).hasSize(1);
    assertThat(listener.waiting()).isZero();
  }

  private static List<Event> taken(Listener listener) {
    return listener.take(Deadline.in(Duration.ZERO));
  }
}

package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.telemetry.EventMeters;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TailTest {
  private static final int MOST = 32 * 1024 * 1024;
  private static final int COUNT = 100;
  private static final Held PLENTY = new Held(Long.MAX_VALUE, Long.MAX_VALUE, 0);

  private final Tail tail =
      new Tail(1_000, Portion.USUAL, PLENTY, new LongAdder(), EventMeters.none());

  private static Entry large(int offset) {
    return new Entry(
        0, offset, Instant.EPOCH, 500_000, Events.message(ACME, new RecordPosition(0, offset), 0));
  }

  /** As many of the last as its bytes allow, whether they came before it opened or behind that. */
  @Test
  void whatIsKeptIsBoundedInBytesFromTheFirstRecordOn() {
    int kept = MOST / large(0).size();
    tail.begin(Positions.of(0));
    for (int offset = 0; offset < COUNT; offset++) {
      tail.prepare(List.of(large(offset)));
    }
    tail.open(Positions.of(COUNT));
    assertThat(read(0)).isEqualTo(new Tail.Reading.Behind(Positions.of(COUNT - kept)));
    tail.append(List.of(large(COUNT)), Positions.of(COUNT + 1));
    assertThat(read(0)).isEqualTo(new Tail.Reading.Behind(Positions.of(COUNT + 1 - kept)));
  }

  /** Who resumes and reads no more then holds little: one more than there is room for, at most. */
  @Test
  void ofWhatIsKeptLittleIsReadAtOnce() {
    tail.begin(Positions.of(0));
    tail.open(Positions.of(0));
    for (int offset = 0; offset < 3; offset++) {
      tail.append(List.of(large(offset)), Positions.of(offset + 1));
    }
    assertThat(read(0))
        .isInstanceOfSatisfying(
            Tail.Reading.Read.class, piece -> assertThat(piece.events()).hasSize(1));
  }

  private Tail.Reading read(long from) {
    return tail.read(Positions.of(from), new Listener(Events.all(ACME), 1, PLENTY));
  }
}

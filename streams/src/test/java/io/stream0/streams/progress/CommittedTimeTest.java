package io.stream0.streams.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.streams.Appended;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommittedTimeTest {
  private final CommittedTime time = new CommittedTime();

  @Test
  void isNotKnownBeforeARecordIsCommitted() {
    assertThat(time.asOf(-1)).isEqualTo(Instant.EPOCH);
    time.folded(record(7, 100));
    assertThat(time.asOf(-1)).isEqualTo(Instant.EPOCH);
    assertThat(time.asOf(7)).isEqualTo(Instant.EPOCH);
    assertThat(time.asOf(8)).isEqualTo(Instant.ofEpochMilli(100));
  }

  @Test
  void isThatOfACommittedRecordHoweverFarTheFoldIsAhead() {
    time.folded(record(0, 100));
    assertThat(time.asOf(0)).isEqualTo(Instant.EPOCH);
    time.folded(record(1, 200));
    time.folded(record(2, 300));
    assertThat(time.asOf(1)).isEqualTo(Instant.ofEpochMilli(100));
    assertThat(time.asOf(2)).isEqualTo(Instant.ofEpochMilli(100));
    assertThat(time.asOf(3)).isEqualTo(Instant.ofEpochMilli(300));
  }

  @Test
  void doesNotGoBackWithABrokersClock() {
    time.folded(record(0, 200));
    time.asOf(0);
    time.folded(record(1, 100));
    assertThat(time.asOf(1)).isEqualTo(Instant.ofEpochMilli(200));
    assertThat(time.asOf(2)).isEqualTo(Instant.ofEpochMilli(200));
  }

  private static Appended<String> record(long offset, long millis) {
    return new Appended<>(new RecordPosition(0, offset), Instant.ofEpochMilli(millis), "event");
  }
}

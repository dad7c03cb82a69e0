package io.stream0.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Query;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.25,250",
    "1e-3,1",
    "5,5000",
    ".5,500",
    "2.,2000",
    "30,30000",
    "31,30000",
    "1e9,30000"
  })
  void timeoutsAreSecondsUpToThirty(String seconds, long millis) {
    assertThat(Parameters.timeout(seconds)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "-0.001", "NaN", "Infinity", "1e999", "", " ", "1s", "0x1p3", "5d", "١"})
  void whatIsNoTimeoutIsRefused(String seconds) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Parameters.timeout(seconds))
        .withMessageEndingWith("(expected: seconds, 0 or more)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "", "ten", "1.5", "99999999999", "١"})
  void whatIsNoLimitIsRefused(String limit) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Parameters.limit(limit))
        .withMessageEndingWith("(expected: 1 to 1000)");
  }

  @Test
  void whatIsLeftOutHasADefault() {
    assertThat(Parameters.limit(null)).isEqualTo(1000);
    assertThat(Parameters.timeout(null)).isZero();
    assertThat(Parameters.status(null)).isEqualTo(Query.Status.ALL);
  }

  @Test
  void whatIsNoStatusIsRefused() {
    assertThat(Parameters.status("unread")).isEqualTo(Query.Status.UNREAD);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Parameters.status("read"))
        .withMessage("status: read (expected: unread or acked)");
  }

  @Test
  void aCursorLeadsBackToItsPositionInItsListing() {
    assertThat(Cursor.INBOX.position(Cursor.INBOX.of(123_456_789_012L), 0))
        .isEqualTo(123_456_789_012L);
    assertThat(Cursor.INBOX.position(null, 0)).isZero();
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Cursor.THREAD.position(Cursor.INBOX.of(1), 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "i", "i-1", "izzz", "i vvv", "ivvvvvvvvvvvvv", "../../etc", "i1\n"})
  void aForgedCursorIsRefusedOrHarmless(String cursor) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Cursor.INBOX.position(cursor, 0))
        .withMessageStartingWith("cursor: ");
  }
}

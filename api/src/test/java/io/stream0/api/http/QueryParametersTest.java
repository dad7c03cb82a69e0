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
import org.springframework.mock.web.MockHttpServletRequest;

class QueryParametersTest {
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
    assertThat(of("timeout", seconds).timeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "-0.001", "NaN", "Infinity", "1e999", "", " ", "1s", "0x1p3", "5d", "١"})
  void whatIsNoTimeoutIsRefused(String seconds) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> of("timeout", seconds).timeout())
        .withMessageEndingWith("(expected: seconds, 0 or more)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "", "ten", "1.5", "99999999999", "١"})
  void whatIsNoLimitIsRefused(String limit) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> of("limit", limit).limit())
        .withMessageEndingWith("(expected: 1 to 1000)");
  }

  @Test
  void whatIsLeftOutHasADefault() {
    assertThat(none().limit()).isEqualTo(1000);
    assertThat(none().timeout()).isZero();
    assertThat(none().status()).isEqualTo(Query.Status.ALL);
  }

  @Test
  void whatIsNoStatusIsRefused() {
    assertThat(of("status", "unread").status()).isEqualTo(Query.Status.UNREAD);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> of("status", "read").status())
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

  @Test
  void aParameterThatIsGivenTwiceIsRefused() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addParameter("thread_id", "a", "b");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> QueryParameters.of(request).thread())
        .withMessage("thread_id: 2 times (expected: once)");
  }

  @Test
  void aFlagIsTrueOrFalse() {
    assertThat(none().flag("peek")).isFalse();
    assertThat(of("peek", "true").flag("peek")).isTrue();
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> of("peek", "1").flag("peek"));
  }

  private static QueryParameters none() {
    return QueryParameters.of(new MockHttpServletRequest());
  }

  private static QueryParameters of(String name, String value) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addParameter(name, value);
    return QueryParameters.of(request);
  }
}

package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RetrySchedule schedule =
      new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)));
  private final Random random = new Random(7);

  private Duration wait(int attempt, @Nullable Duration asked) {
    return Duration.between(NOW, schedule.next(attempt, NOW, asked, random).orElseThrow());
  }

  @Test
  void eachAttemptButTheLastIsFollowedByAnotherAfterItsWait() {
    assertThat(wait(1, null)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(wait(2, null)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
    assertThat(schedule.next(3, NOW, null, random)).isEmpty();
  }

  @Test
  void waitsDifferByAFifthEitherWay() {
    List<Long> waits =
        IntStream.range(0, 2000).mapToObj(n -> wait(2, null).toMillis()).sorted().toList();
    assertThat(waits.getFirst()).isBetween(24_000L, 24_200L);
    assertThat(waits.getLast()).isBetween(35_800L, 36_000L);
  }

  @Test
  void whatTheEndpointAskedForIsKeptWithinOnceToTwiceTheWait() {
    assertThat(wait(1, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(wait(1, Duration.ofSeconds(8))).isEqualTo(Duration.ofSeconds(8));
    assertThat(wait(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void retryAfterIsSecondsOrADateAndOnlyOf429And503() {
    assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:05:05 GMT", NOW))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:00:05 GMT", NOW)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", NOW)).isNull();
    assertThat(RetryAfter.parse("-1", NOW)).isNull();
    for (int status : new int[] {429, 503}) {
      assertThat(Reply.asked(new Reply.Answered(status, "9"), NOW))
          .isEqualTo(Duration.ofSeconds(9));
    }
    assertThat(Reply.asked(new Reply.Answered(500, "9"), NOW)).isNull();
    assertThat(Reply.asked(new Reply.Unanswered("timeout"), NOW)).isNull();
  }

  @Test
  void aWaitOfNothingIsRefused() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new RetrySchedule(List.of(Duration.ZERO)))
        .withMessageContaining("stream0.webhooks.retry-schedule: PT0S");
  }
}

package io.stream0.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.tail.Watching;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsPropertiesTest {
  private static EventsProperties heartbeat(Duration heartbeat) {
    return new EventsProperties(1, 1, heartbeat, Duration.ZERO, 1, 1, 1, Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT15S", "PT30S"})
  void aSignOfLifeMayBeSentAsOftenAsThat(Duration often) {
    assertThat(heartbeat(often).heartbeat()).isEqualTo(often);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT30.001S", "PT45S", "PT-15S"})
  void oneThatIsSentMoreOftenOrTooLateIsRefusedWithTheBounds(Duration often) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> heartbeat(often))
        .withMessageContaining("stream0.events.heartbeat")
        .withMessageContaining(often.toString())
        .withMessageContaining("1s to 30s");
  }

  @Test
  void noStreamIsSilentForLonger() {
    Duration most = Duration.ofSeconds(30);
    assertThat(Silence.longest(Duration.ZERO)).isGreaterThan(heartbeat(most).heartbeat());
    Duration answer = Duration.ofMinutes(1);
    assertThat(Silence.longest(answer))
        .isGreaterThanOrEqualTo(
            EventStream.WHILE_BEHIND.plus(EventStream.LOOK_AGAIN).plus(Watching.TURN).plus(answer));
  }

  @Test
  void whoCatchesUpIsSentASignBeforeEachTurnThatMayLast() {
    Duration seldom = Duration.ofSeconds(30);
    Duration silent = EventStream.WHILE_BEHIND;
    assertThat(EventStream.isSignDue(silent, seldom, false)).isTrue();
    assertThat(EventStream.isSignDue(silent, seldom, true)).isFalse();
    assertThat(EventStream.isSignDue(silent.minusMillis(1), seldom, false)).isFalse();
    assertThat(EventStream.isSignDue(seldom, seldom, true)).isTrue();
    assertThat(EventStream.isSignDue(Duration.ofSeconds(1), Duration.ofSeconds(1), false)).isTrue();
  }
}

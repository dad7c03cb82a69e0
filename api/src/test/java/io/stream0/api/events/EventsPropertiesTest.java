package io.stream0.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.tail.Watching;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** With time for it to come, however busy both sides are. */
  @Test
  void thePagesWaitLongerThanItMayTake() throws IOException {
    Matcher silence = Pattern.compile("const SILENCE_MS = ([0-9_]+);").matcher(page());
    assertThat(silence.find()).isTrue();
    Duration patience = Duration.ofMillis(Long.parseLong(silence.group(1).replace("_", "")));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> heartbeat(patience.minusSeconds(5)));
    // Who catches up is silent for a turn, behind what was not long enough for a sign before it.
    Duration answer = Duration.ofSeconds(5);
    assertThat(
            EventStream.WHILE_BEHIND
                .plus(EventStream.LOOK_AGAIN)
                .plus(Watching.TURN)
                .plus(answer)
                .plusSeconds(5))
        .isLessThan(patience);
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

  private static String page() throws IOException {
    try (InputStream page =
        EventsPropertiesTest.class.getResourceAsStream("/pages/assets/stream.js")) {
      return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

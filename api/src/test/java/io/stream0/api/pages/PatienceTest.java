package io.stream0.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.api.events.Silence;
import io.stream0.api.settings.ApiProperties.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {
  private static Timeouts answerIn(Duration answer) {
    return new Timeouts(
        Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(2), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT5S", "PT30S", "PT5M"})
  void thePagesWaitLongerThanWhatTheyWaitFor(Duration answer) {
    Duration patience = Patience.of(answerIn(answer));

    assertThat(patience.minusSeconds(5))
        .isGreaterThan(Silence.longest(answer))
        // A long-poll that waits to its end, and then for whoever holds the inbox.
        .isGreaterThan(Patience.LONG_POLL.plus(answer))
        // What has to be published, seen, and read again.
        .isGreaterThan(Duration.ofSeconds(5 + 2).plus(answer));
  }

  @Test
  void aTimerOfABrowserHoldsIt() {
    assertThat(Patience.of(answerIn(Duration.ofDays(365))).toMillis())
        .isLessThan(Integer.MAX_VALUE);
  }

  /** A time-out of their own would not follow the server's settings. */
  @Test
  void thePagesHaveItFromTheServer() throws IOException {
    for (String page : new String[] {"front.html", "console.html"}) {
      assertThat(file(page)).contains("data-patience=\"{{patience}}\"");
    }
    assertThat(file("assets/stream.js"))
        .contains("setTimeout(() => quiet.abort(), server.patience)")
        .doesNotContainPattern("setTimeout\\(\\(\\) => quiet\\.abort\\(\\), (?!server\\.patience)");
    assertThat(file("assets/api.js")).contains("AbortSignal.timeout(server.patience)");
    assertThat(file("assets/demo.js")).contains("&timeout=" + Patience.LONG_POLL.toSeconds() + "&");
  }

  private static String file(String name) throws IOException {
    try (InputStream page = PatienceTest.class.getResourceAsStream("/pages/" + name)) {
      return new String(Objects.requireNonNull(page).readAllBytes(), UTF_8);
    }
  }
}

package io.stream0.api.pages;

import io.stream0.api.events.Silence;
import io.stream0.api.settings.ApiProperties.Timeouts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How long the pages wait for an answer, and for something on a stream, before they take the server
 * for gone. Told to them, since it follows from what the server is set to: a page that gave up
 * sooner would ask again, and get no further.
 */
final class Patience {
  /** The longest that the pages ask an inbox to wait, in {@code demo.js}. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  /** For it to come, however busy both sides are. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

  /** A browser's timers hold 24 days; nobody looks at a page as long. */
  private static final Duration MOST = Duration.ofHours(1);

  private Patience() {}

  static Duration of(Timeouts timeouts) {
    Duration call =
        LONG_POLL.plus(timeouts.publish()).plus(timeouts.visible()).plus(timeouts.answer());
    Duration longest = Collections.max(List.of(call, Silence.longest(timeouts.answer())));
    return Collections.min(List.of(longest.plus(ON_THE_WAY), MOST));
  }
}

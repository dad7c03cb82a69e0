package io.stream0.api.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.tail.Event;
import io.stream0.tail.Next;
import io.stream0.tail.Positions;
import io.stream0.tail.Subscription;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * Writes one stream. Every event has as its id how far its reader is then, and so has every sign of
 * life: whoever resumes behind what they have misses nothing, and reads over nothing again.
 */
final class EventStream {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  /** How long a key or token that was revoked may go on being taken for good. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** After what silence there is a sign of life before a turn of who catches up, which may last. */
  static final Duration WHILE_BEHIND = Duration.ofSeconds(5);

  private static final byte[] DATA = "data: ".getBytes(US_ASCII);

  private final HttpServletResponse response;
  private final Subscription subscription;
  private final EventsProperties properties;
  private long writtenAt = System.nanoTime();

  /**
   * @param subscription is closed when the stream ends
   */
  EventStream(
      HttpServletResponse response, Subscription subscription, EventsProperties properties) {
    this.response = response;
    this.subscription = subscription;
    this.properties = properties;
  }

  static void begin(HttpServletResponse response) {
    response.setContentType("text/event-stream");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    // A proxy is not to gather what is to be seen at once.
    response.setHeader("X-Accel-Buffering", "no");
  }

  /**
   * Writes until the reader has gone, or nothing more may come.
   *
   * @param isAllowed whether the caller still may
   */
  void run(BooleanSupplier isAllowed) {
    try (subscription) {
      begin(response);
      write("retry: " + properties.retry().toMillis() + "\n" + id(subscription.position()) + "\n");
      boolean more = true;
      while (more) {
        Next next = subscription.next(LOOK_AGAIN);
        // Before it is told anything: a look in memory, unless the last was a while ago.
        if (isAllowed.getAsBoolean()) {
          more = pass(next);
        } else {
          end("this key or token is not valid any more");
          more = false;
        }
      }
    } catch (IOException e) {
      log.debug("the reader has gone", e);
    } catch (UnansweredException e) {
      log.warn("a stream ends: {}", e.getMessage());
      endIfThere("what comes next is not known now; go on from the last id");
    } catch (RuntimeException e) {
      log.error("a stream failed", e);
      endIfThere("something went wrong here; go on from the last id");
    }
  }

  /** Whether more may come. */
  private boolean pass(Next next) throws IOException {
    switch (next) {
      case Next.Told told -> {
        // As it stands in memory, where all who are told share it: a copy would be each reader's.
        OutputStream out = response.getOutputStream();
        for (Event event : told.events()) {
          frame(out, event);
        }
        flush();
      }
      case Next.Nothing nothing -> {
        Duration silent = Duration.ofNanos(System.nanoTime() - writtenAt);
        if (isSignDue(silent, properties.heartbeat(), subscription.isJoined())) {
          write(":\n" + id(nothing.upTo()) + "\n");
        }
      }
      case Next.Gap gap ->
          write(
              "event: gap\n%sdata: {\"reason\":\"%s\"}\n\n"
                  .formatted(id(gap.from()), gap.reason().name().toLowerCase(Locale.ROOT)));
      case Next.Ended ended -> {
        end(
            switch (ended.why()) {
              case TOO_SLOW -> "read too slowly; go on from the last id";
              case STOPPING -> "the server stops; go on from the last id";
              case FAULT -> "the log cannot be read now; go on from the last id";
            });
        return false;
      }
    }
    return true;
  }

  private static void frame(OutputStream out, Event event) throws IOException {
    String name =
        switch (event.entry().event()) {
          case MessageAppended message -> "message";
          case StatusChanged change -> "ack";
        };
    // Before anything is written: half a frame and then the end would be an id without its event.
    byte[] json = event.entry().json();
    out.write(("event: " + name + "\n" + id(event.behind())).getBytes(US_ASCII));
    data(out, json);
    out.write('\n');
  }

  /**
   * A line for each line of the text: between its values JSON may have line ends, within them none.
   */
  private static void data(OutputStream out, byte[] json) throws IOException {
    int from = 0;
    for (int at = 0; at <= json.length; at++) {
      if (at == json.length || json[at] == '\n' || json[at] == '\r') {
        out.write(DATA);
        out.write(json, from, at - from);
        out.write('\n');
        from = at + 1;
      }
    }
  }

  private static String id(Positions positions) {
    return "id: " + positions.cursor() + "\n";
  }

  /** Whether a sign of life is due, after a silence. */
  static boolean isSignDue(Duration silent, Duration heartbeat, boolean joined) {
    return silent.compareTo(heartbeat) >= 0 || (!joined && silent.compareTo(WHILE_BEHIND) >= 0);
  }

  private void endIfThere(String why) {
    try {
      end(why);
    } catch (IOException e) {
      log.debug("the reader has gone", e);
    }
  }

  /** A comment, for whoever looks at the stream itself; then the response ends. */
  private void end(String why) throws IOException {
    write(": closed: " + why + "\n\n");
  }

  private void write(String text) throws IOException {
    response.getOutputStream().write(text.getBytes(US_ASCII));
    flush();
  }

  private void flush() throws IOException {
    response.flushBuffer();
    writtenAt = System.nanoTime();
  }
}

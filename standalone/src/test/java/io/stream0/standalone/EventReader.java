package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code GET /events} as the standard has it (WHATWG HTML, 9.2.6), and holds what it is told
 * against the contract.
 */
final class EventReader implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  /** At the end of the stream. */
  private static final Event END = new Event("", "", "");

  private final InputStream body;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** Written by the reading thread, before the event is there or the stream has ended. */
  private volatile String lastId = "";

  private final List<String> comments = new CopyOnWriteArrayList<>();

  /**
   * An event.
   *
   * @param id the last id when it was dispatched
   */
  record Event(String name, String id, String data) {
    JsonNode json() {
      return JsonMapper.shared().readTree(data);
    }

    String text(String member) {
      return json().path(member).stringValue("");
    }
  }

  private EventReader(InputStream body) {
    this.body = body;
    Thread.ofVirtual().start(this::read);
  }

  /** Returns when the stream has begun, which it must. */
  static EventReader open(Client client, String query) {
    var response = client.stream("/events" + query);
    assertThat(response.statusCode()).isEqualTo(200);
    EventReader reader = new EventReader(response.body());
    // What is sent first, before any event.
    Awaitility.await().until(() -> !reader.lastId.isEmpty());
    return reader;
  }

  /** The same, behind an event. */
  static EventReader resume(Client client, String query, String lastId) {
    return open(client.and("Last-Event-ID", lastId), query);
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      String name = "message";
      String id = "";
      List<String> data = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String value = line.replaceFirst("^[^:]*: ?", "");
        switch (line.replaceFirst(":.*", "")) {
          case "event" -> name = value;
          case "id" -> id = value;
          case "data" -> data.add(value);
          case "" -> {
            if (line.startsWith(":")) {
              comments.add(value);
            } else {
              lastId = id;
              if (!data.isEmpty()) {
                events.add(new Event(name, id, String.join("\n", data)));
              }
              name = "message";
              data.clear();
            }
          }
          default -> assertThat(line).startsWith("retry: ");
        }
      }
    } catch (IOException e) {
      comments.add(e.toString());
    }
    events.add(END);
  }

  /** The next event, which must come. */
  Event next() throws InterruptedException {
    return checked(take());
  }

  /**
   * The next event; null where the server cut off this reader, which was too slow on a machine that
   * has much to do: it is to resume.
   */
  @Nullable Event nextOrCut() throws InterruptedException {
    Event event = take();
    boolean cut = END.equals(event) && comments.toString().contains("read too slowly");
    return cut ? null : checked(event);
  }

  private Event take() throws InterruptedException {
    Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return requireNonNull(event, "silence instead of an event");
  }

  private Event checked(Event event) {
    assertThat(event).as("an event, and not the end: " + comments).isNotSameAs(END);
    Contract.checkEvent(
        switch (event.name()) {
          case "message" -> "MessageEvent";
          case "ack" -> "AckEvent";
          case "gap" -> "GapEvent";
          default -> throw new AssertionError(event);
        },
        event.data());
    return event;
  }

  List<Event> next(int count) throws InterruptedException {
    List<Event> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(next());
    }
    return next;
  }

  /** The next event if one is here, or comes within that time; null if not, or at the end. */
  @Nullable Event within(long millis) throws InterruptedException {
    Event event = events.poll(millis, TimeUnit.MILLISECONDS);
    return END.equals(event) ? null : event;
  }

  /** Waits for the end of the stream, of which nothing is told any more; what its comments say. */
  String awaitEnd() throws InterruptedException {
    Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("the end").isSameAs(END);
    return String.join("\n", comments);
  }

  /** What was said beside events: "" for a sign of life. */
  List<String> comments() {
    return List.copyOf(comments);
  }

  /** What a client would resume with. */
  String lastId() {
    return lastId;
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package io.stream0.faults.drive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Nothing;
import io.stream0.faults.history.Call.Registered;
import io.stream0.faults.history.Message;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What statuses and bodies mean. */
final class Reader {
  static final int OK = 200;
  static final int CREATED = 201;
  static final String BROKEN = "connection broke";
  static final String UNAVAILABLE = "503";

  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Recorder recorder;

  Reader(Recorder recorder) {
    this.recorder = recorder;
  }

  static Answer<Nothing> nothing(int done, int status, String body) {
    return status == done ? new Answer.Done<>(new Nothing()) : other(status, body);
  }

  /**
   * @param hooked whether it asked for a webhook, so that a secret must be answered
   */
  static Answer<Registered> registered(boolean hooked, int status, String body) {
    if (status != CREATED) {
      return other(status, body);
    }
    try {
      String secret = text(JSON.readTree(body), "webhook_secret");
      if (secret.isEmpty()) {
        return hooked ? odd(status, body) : new Answer.Done<>(new Registered(null));
      }
      return new Answer.Done<>(new Registered(secret));
    } catch (JacksonException e) {
      return odd(status, body);
    }
  }

  static Answer<Accepted> accepted(Sending sending, int status, String body) {
    if (status != CREATED && status != ACCEPTED) {
      return other(status, body);
    }
    try {
      JsonNode json = JSON.readTree(body);
      boolean same =
          text(json, "to").equals(sending.to().value())
              && text(json, "thread_id").equals(sending.thread().value());
      return same
          ? new Answer.Done<>(
              new Accepted(new MessageId(text(json, "message_id")), status == CREATED))
          : odd(status, body);
    } catch (JacksonException | InvalidValueException e) {
      return odd(status, body);
    }
  }

  private static <T> Answer<T> other(int status, String body) {
    return switch (status) {
      case NOT_FOUND -> new Answer.NotThere<>();
      case SERVICE_UNAVAILABLE -> new Answer.NotKnown<>(UNAVAILABLE);
      default -> odd(status, body);
    };
  }

  private static <T> Answer<T> odd(int status, String body) {
    return new Answer.Odd<>(status + " " + body);
  }

  private static String text(JsonNode json, String member) {
    return json.path(member).stringValue("");
  }

  /** Where to ask for a page. */
  static String path(
      View view, Selection selection, int limit, Duration timeout, @Nullable String cursor) {
    String path =
        switch (view) {
          case View.OfInbox inbox -> "/agents/" + inbox.agent() + "/inbox?limit=" + limit;
          case View.OfThread thread -> "/threads/" + thread.thread() + "/messages?limit=" + limit;
        };
    StringBuilder all = new StringBuilder(path);
    if (selection.status() != Selection.Status.ALL) {
      all.append("&status=").append(selection.status().name().toLowerCase(Locale.ROOT));
    }
    if (selection.thread() != null) {
      all.append("&thread_id=").append(selection.thread());
    }
    if (timeout.isPositive()) {
      all.append("&timeout=").append(timeout.toMillis() / (double) TimeUnit.SECONDS.toMillis(1));
    }
    if (cursor != null) {
      all.append("&cursor=").append(URLEncoder.encode(cursor, UTF_8));
    }
    return all.toString();
  }

  /** A page that is read, and where the next one begins. */
  static final class PageOf {
    private final Reader reader;
    private @Nullable String cursor;

    PageOf(Reader reader) {
      this.reader = reader;
    }

    Answer<Page> read(int status, String body) {
      if (status != OK) {
        return other(status, body);
      }
      try {
        JsonNode json = JSON.readTree(body);
        List<Shown> shown = new ArrayList<>();
        for (JsonNode message : json.path("messages").values()) {
          shown.add(reader.recorder.once(shown(message)));
        }
        cursor = json.has("next_cursor") ? text(json, "next_cursor") : null;
        return new Answer.Done<>(new Page(shown, cursor != null));
      } catch (JacksonException | InvalidValueException e) {
        return odd(status, body);
      }
    }

    /** Null if no more follows, or that is not known. */
    @Nullable String cursor() {
      return cursor;
    }
  }

  private static Shown shown(JsonNode json) {
    return new Shown(
        new Message(
            new MessageId(text(json, "id")),
            new ThreadId(text(json, "thread_id")),
            new AgentId(text(json, "from")),
            new AgentId(text(json, "to")),
            text(json, "content"),
            text(json, "created_at")),
        acked(text(json, "status")));
  }

  private static boolean acked(String status) {
    return switch (status) {
      case "acked" -> true;
      case "unread" -> false;
      default -> throw new InvalidValueException("status", status, "unread or acked");
    };
  }
}

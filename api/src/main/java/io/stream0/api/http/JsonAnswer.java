package io.stream0.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Webhooks;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers in JSON. */
public final class JsonAnswer {
  private static final byte[] MESSAGES = "{\"messages\":[".getBytes(UTF_8);
  private static final byte[] DELIVERIES = "{\"deliveries\":[".getBytes(UTF_8);
  private static final byte[] END = "]}".getBytes(UTF_8);

  private JsonAnswer() {}

  public static ResponseEntity<byte[]> of(HttpStatus status, Consumer<JsonWriter> members) {
    return of(status, JsonWriter.object(members));
  }

  /** A page of messages, as they are stored. */
  public static ResponseEntity<byte[]> of(MessagePage page, Cursor cursor) {
    byte[] end =
        page.next().isEmpty()
            ? END
            : ("],\"next_cursor\":\"" + cursor.of(page.next().getAsLong()) + "\"}").getBytes(UTF_8);
    return of(
        HttpStatus.OK,
        ByteBuffer.allocate(MESSAGES.length + page.messages().length + end.length)
            .put(MESSAGES)
            .put(page.messages())
            .put(end)
            .array());
  }

  /** A page of deliveries, as they were answered. */
  public static ResponseEntity<byte[]> of(Webhooks.Page page) {
    byte[] end =
        page.next()
            .map(next -> ("],\"next_cursor\":\"" + next.value() + "\"}").getBytes(UTF_8))
            .orElse(END);
    return of(
        HttpStatus.OK,
        ByteBuffer.allocate(DELIVERIES.length + page.deliveries().length + end.length)
            .put(DELIVERIES)
            .put(page.deliveries())
            .put(end)
            .array());
  }

  private static ResponseEntity<byte[]> of(HttpStatus status, byte[] json) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(json);
  }
}

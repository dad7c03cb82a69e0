package io.stream0.processor.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.stream0.protocol.event.MessageJson;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.json.Rfc3339;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A message as the JSON object that goes out, but for its status: that comes from the
 * acknowledgement, a fact of its own, when the message is read.
 *
 * @param json the object without its status; UTF-8
 * @param statusAt where in it the status belongs
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
public record StoredMessage(byte[] json, int statusAt) {
  private static final byte[] UNREAD = ",\"status\":\"unread\"".getBytes(US_ASCII);
  private static final byte[] ACKED = ",\"status\":\"acked\"".getBytes(US_ASCII);
  private static final String BEFORE_TIME = ",\"created_at\":\"";
  private static final String BEHIND_TIME = "\"}";

  public static StoredMessage of(
      MessageId id,
      ThreadId thread,
      AgentId from,
      AgentId to,
      MessageType type,
      RawJson content,
      Instant createdAt) {
    byte[] withoutTime =
        JsonWriter.object(
            message -> MessageJson.write(message, id, thread, from, to, type, content));
    int statusAt = withoutTime.length - 1;
    byte[] time = (BEFORE_TIME + Rfc3339.format(createdAt) + BEHIND_TIME).getBytes(US_ASCII);
    byte[] json =
        ByteBuffer.allocate(statusAt + time.length).put(withoutTime, 0, statusAt).put(time).array();
    return new StoredMessage(json, statusAt);
  }

  /** Reads what {@link #putTo} wrote, to the end of the buffer. */
  public static StoredMessage from(ByteBuffer row) {
    int statusAt = row.getInt();
    byte[] json = new byte[row.remaining()];
    row.get(json);
    return new StoredMessage(json, statusAt);
  }

  /** When Kafka appended it. */
  public Instant createdAt() {
    int from = statusAt + BEFORE_TIME.length();
    int length = json.length - BEHIND_TIME.length() - from;
    return Rfc3339.parse("created_at", new String(json, from, length, US_ASCII));
  }

  /** Bytes that {@link #putTo} takes. */
  public int size() {
    return Integer.BYTES + json.length;
  }

  public ByteBuffer putTo(ByteBuffer row) {
    return row.putInt(statusAt).put(json);
  }

  void writeTo(ByteArrayOutputStream out, boolean acked) {
    byte[] status = acked ? ACKED : UNREAD;
    out.write(json, 0, statusAt);
    out.write(status, 0, status.length);
    out.write(json, statusAt, json.length - statusAt);
  }
}

package io.stream0.tail;

import io.stream0.protocol.event.MessageJson;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.Rfc3339;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of {@code threads} where it stands in the log, shared by all who are told of it. */
public final class Entry {
  /** What one takes in memory beside its text, about. */
  private static final int OVERHEAD_BYTES = 500;

  private final int partition;
  private final long offset;
  private final Instant appended;
  private final int recordBytes;
  private final ThreadEvent event;
  private volatile byte @Nullable [] json;

  /** How many readers hold it; {@link Held} counts them, under its lock. */
  int holders;

  /**
   * @param appended when, by the broker's clock
   * @param recordBytes of its record, key and value
   */
  Entry(int partition, long offset, Instant appended, int recordBytes, ThreadEvent event) {
    this.partition = partition;
    this.offset = offset;
    this.appended = appended;
    this.recordBytes = recordBytes;
    this.event = event;
  }

  int partition() {
    return partition;
  }

  long offset() {
    return offset;
  }

  Instant appended() {
    return appended;
  }

  public ThreadEvent event() {
    return event;
  }

  /** What it takes in memory, about: its text is there as it was read and as it goes out. */
  int size() {
    return OVERHEAD_BYTES + 2 * recordBytes;
  }

  /**
   * A message as {@code GET} shows it, but for its status: that changes. Or of an acknowledgement
   * which message it is of, and who acknowledged it. UTF-8; not to be changed.
   */
  public byte[] json() {
    byte[] known = json;
    if (known == null) {
      known =
          JsonWriter.object(
              object -> {
                switch (event) {
                  case MessageAppended message -> write(object, message);
                  case StatusChanged change -> write(object, change);
                }
              });
      json = known;
    }
    return known;
  }

  private static void write(JsonWriter json, MessageAppended message) {
    MessageJson.write(
        json,
        message.id(),
        message.thread().thread(),
        message.from().id(),
        message.to(),
        message.type(),
        message.content());
    json.put("created_at", Rfc3339.format(message.createdAt()));
  }

  private static void write(JsonWriter json, StatusChanged change) {
    json.put("message_id", change.id().value())
        .put("thread_id", change.thread().thread().value())
        .putIfThere("to", change.by() == null ? null : change.by().id().value())
        .put("status", "acked")
        .put("acked_at", Rfc3339.format(change.ackedAt()));
  }
}

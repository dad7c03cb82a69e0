package io.stream0.protocol.json;

import io.stream0.protocol.id.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as they go over the wire: RFC 3339, UTC, always with milliseconds. */
public final class Rfc3339 {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  public static String format(Instant time) {
    return MILLISECONDS.format(time);
  }

  /**
   * @param what what the time stands for, for messages
   */
  public static Instant parse(String what, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(what, text, "a time as of RFC 3339");
    }
  }
}

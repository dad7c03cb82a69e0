package io.stream0.protocol.query;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.stream0.protocol.id.MessageId;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A run of messages as they go out.
 *
 * @param messages JSON objects, a comma between two; UTF-8
 * @param count how many there are
 * @param next the position to ask the next page from; empty where there is no more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
public record MessagePage(byte[] messages, int count, OptionalLong next) {
  /** Whether the message is among them. Looks at every byte. */
  public boolean has(MessageId id) {
    // A quote within a string is escaped: of what a message contains, only such an object of its
    // sender's own could look the same.
    byte[] start = ("{\"id\":\"" + id.value() + '"').getBytes(US_ASCII);
    int last = messages.length - start.length;
    for (int at = 0; at <= last; at++) {
      if (messages[at] == start[0]
          && Arrays.equals(messages, at, at + start.length, start, 0, start.length)) {
        return true;
      }
    }
    return false;
  }
}

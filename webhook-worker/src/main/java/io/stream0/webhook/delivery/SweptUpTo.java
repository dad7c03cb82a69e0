package io.stream0.webhook.delivery;

import io.stream0.protocol.id.MessageId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries of one life of an agent are swept: those of messages whose id is not greater
 * than this one and whose record does not stand behind that offset. What is appended later stands
 * behind it, whatever id the clock of its api gave it.
 *
 * @param offset of {@code inbox}
 */
record SweptUpTo(MessageId id, long offset) {
  boolean includes(Message message) {
    return message.offset() <= offset
        && Arrays.compareUnsigned(message.id().bytes(), id.bytes()) <= 0;
  }

  /** With one more that is swept, and all before it. */
  static SweptUpTo with(@Nullable SweptUpTo before, Message message) {
    if (before == null) {
      return new SweptUpTo(message.id(), message.offset());
    }
    boolean behind = Arrays.compareUnsigned(message.id().bytes(), before.id().bytes()) > 0;
    return new SweptUpTo(
        behind ? message.id() : before.id(), Math.max(before.offset(), message.offset()));
  }
}

package io.stream0.processor.message;

import io.stream0.protocol.query.MessagePage;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;

/** Gathers a page, which ends at its limit or at 4 MiB, whichever comes first. */
public final class PageBuilder {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private final int limit;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private int count;
  private long last;
  private boolean more;

  /**
   * @param limit the most messages of the page, 1 or more
   */
  public PageBuilder(int limit) {
    this.limit = limit;
  }

  /**
   * Offers the next message; one that finds the page full is what the next page begins with.
   *
   * @return whether to go on
   */
  public boolean add(long position, StoredMessage message, boolean acked) {
    if (count == limit || messages.size() >= MAX_BYTES) {
      more = true;
      return false;
    }
    if (count > 0) {
      messages.write(',');
    }
    message.writeTo(messages, acked);
    count++;
    last = position;
    return true;
  }

  public MessagePage build() {
    return new MessagePage(
        messages.toByteArray(), count, more ? OptionalLong.of(last) : OptionalLong.empty());
  }
}

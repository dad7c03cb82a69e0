package io.stream0.api.http;

import io.stream0.protocol.id.InvalidValueException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a listing begins. Opaque to callers, and harmless when forged: whatever it
 * says, it leads nowhere but into the listing that the caller may read anyway.
 */
public enum Cursor {
  AGENTS,
  INBOX,
  KEYS,
  THREAD;

  private static final int RADIX = 32;

  public String of(long position) {
    return prefix() + Long.toString(position, RADIX);
  }

  /**
   * @param cursor as a caller gave it; null for none
   * @param first the position of the first page
   */
  long position(@Nullable String cursor, long first) {
    if (cursor == null) {
      return first;
    }
    // 12 digits of 5 bits: never more than a long.
    if (!cursor.matches(prefix() + "[0-9a-v]{1,12}")) {
      throw new InvalidValueException("cursor", cursor, "next_cursor of a page of this listing");
    }
    return Long.parseLong(cursor.substring(prefix().length()), RADIX);
  }

  private String prefix() {
    return name().substring(0, 1).toLowerCase(Locale.ROOT);
  }
}

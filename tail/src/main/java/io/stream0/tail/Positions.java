package io.stream0.tail;

import io.stream0.protocol.id.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far someone was told of {@code threads}: of each partition, the offset of the next record.
 *
 * <p>As a cursor it is opaque to whoever gets it: {@code e} and, in base64url, the offsets as
 * unsigned LEB128, at most 12 characters a partition. Harmless when forged: whatever it says, it
 * leads nowhere but into the events that its bearer may see anyway.
 */
public final class Positions {
  private static final String PREFIX = "e";
  private static final String EXPECTED = "the id of an event of this server";

  private static final int GROUP_BITS = 7;
  private static final int GROUP = 0x7f;
  private static final int MORE = 0x80;

  /** 9 groups of 7 bits: the 63 of a long that is not negative. */
  private static final int MAX_GROUPS = 9;

  /** What one takes in memory beside its numbers, about. */
  private static final int OVERHEAD_BYTES = 48;

  private final long[] next;
  private @Nullable String cursor;

  /** How many readers hold what has this; {@link Held} counts them, under its lock. */
  int holders;

  private Positions(long[] next) {
    this.next = next;
  }

  /** Copies them. */
  static Positions of(long... next) {
    return new Positions(next.clone());
  }

  /**
   * @param what where it was given, such as {@code Last-Event-ID}
   * @throws InvalidValueException if it is no cursor over so many partitions
   */
  public static Positions ofCursor(String what, String cursor, int partitions) {
    if (!cursor.startsWith(PREFIX)) {
      throw new InvalidValueException(what, cursor, EXPECTED);
    }
    long[] next = new long[partitions];
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor.substring(PREFIX.length()));
      int at = 0;
      for (int partition = 0; partition < partitions; partition++) {
        int end = endOfNumber(bytes, at);
        if (end < 0) {
          throw new InvalidValueException(what, cursor, EXPECTED);
        }
        next[partition] = number(bytes, at, end);
        at = end;
      }
      if (at < bytes.length) {
        throw new InvalidValueException(what, cursor, EXPECTED);
      }
    } catch (InvalidValueException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // Not base64url.
      throw new InvalidValueException(what, cursor, EXPECTED);
    }
    return new Positions(next);
  }

  /** Behind the number that begins here; -1 where none does, or not in its shortest form. */
  private static int endOfNumber(byte[] bytes, int from) {
    for (int at = from; at < bytes.length && at - from < MAX_GROUPS; at++) {
      if ((bytes[at] & MORE) == 0) {
        return at > from && bytes[at] == 0 ? -1 : at + 1;
      }
    }
    return -1;
  }

  private static long number(byte[] bytes, int from, int end) {
    long number = 0;
    for (int at = end - 1; at >= from; at--) {
      number = number << GROUP_BITS | (bytes[at] & GROUP);
    }
    return number;
  }

  public String cursor() {
    String known = cursor;
    if (known == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (long offset : next) {
        long left = offset;
        while (left > GROUP) {
          bytes.write((int) (left & GROUP) | MORE);
          left >>>= GROUP_BITS;
        }
        bytes.write((int) left);
      }
      known = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
      cursor = known;
    }
    return known;
  }

  int partitions() {
    return next.length;
  }

  /** What it takes in memory, about: its numbers, and nearly as much again for the cursor. */
  int size() {
    return OVERHEAD_BYTES + 2 * Long.BYTES * next.length;
  }

  /** The offset of the next record of a partition. */
  long next(int partition) {
    return next[partition];
  }

  /** A copy to count on with. */
  long[] toArray() {
    return next.clone();
  }

  /** Whether it is as far as the other in every partition. */
  boolean reaches(Positions other) {
    for (int partition = 0; partition < next.length; partition++) {
      if (next[partition] < other.next[partition]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Positions positions && Arrays.equals(next, positions.next);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(next);
  }

  @Override
  public String toString() {
    return Arrays.toString(next);
  }
}

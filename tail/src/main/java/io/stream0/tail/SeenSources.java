package io.stream0.tail;

import io.stream0.protocol.event.RecordPosition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Of which records of {@code inbox} a reader of {@code threads} has seen an entry: how it tells one
 * that was forwarded again, in bounded memory.
 *
 * <p>One partition of {@code inbox} is folded in its order, and an offset is committed once all
 * entries of what is below it are in the log. So whoever forwards, however often and late: when an
 * entry first comes, the entries of all earlier records of that partition are there already. Hence
 * what is below the first that was seen is a repeat, and what is above the highest is none. Between
 * them, where a producer has lost a batch and not the next, a window of what was seen decides (as
 * RFC 4303 does it against replays); what is below the window is a repeat.
 */
final class SeenSources {
  /** For all windows together, about. */
  private static final int BYTES = 128 * 1024;

  private static final int MAX_WORDS = 64;

  private final int words;
  private final Map<Pair, Seen> seen = new HashMap<>();

  /**
   * @param partitions of {@code inbox}, and of {@code threads}
   */
  SeenSources(int partitions) {
    this.words = Math.clamp(BYTES / (Long.BYTES * (long) partitions * partitions), 1, MAX_WORDS);
  }

  enum Verdict {
    FIRST,
    REPEAT,
    /** Nothing of that partition of {@code inbox} was seen there yet. */
    UNKNOWN
  }

  /**
   * Whether an entry is the first of its source; remembers it.
   *
   * @param partition of {@code threads}
   */
  Verdict look(int partition, RecordPosition source) {
    Seen known = seen.get(new Pair(partition, source.partition()));
    if (known == null) {
      return Verdict.UNKNOWN;
    }
    return known.add(source.offset()) ? Verdict.FIRST : Verdict.REPEAT;
  }

  /** An entry is known to be the first of its source: all before it are there. */
  void begin(int partition, RecordPosition first) {
    seen.put(new Pair(partition, first.partition()), new Seen(first.offset(), words));
  }

  private record Pair(int threads, int inbox) {}

  private static final class Seen {
    private final long first;
    private long highest;
    private final long[] window;

    Seen(long first, int words) {
      this.first = first;
      this.highest = first;
      this.window = new long[words];
      set(first);
    }

    /** Whether it was not there yet. */
    boolean add(long offset) {
      if (offset > highest) {
        moveTo(offset);
      } else if (offset < first || offset <= highest - size() || isSet(offset)) {
        return false;
      }
      set(offset);
      return true;
    }

    private void moveTo(long offset) {
      if (offset - highest >= size()) {
        Arrays.fill(window, 0);
      } else {
        for (long o = highest + 1; o < offset; o++) {
          window[word(o)] &= ~bit(o);
        }
      }
      highest = offset;
    }

    private boolean isSet(long offset) {
      return (window[word(offset)] & bit(offset)) != 0;
    }

    private void set(long offset) {
      window[word(offset)] |= bit(offset);
    }

    private int word(long offset) {
      return (int) (offset % size() / Long.SIZE);
    }

    /** Shifts count modulo 64. */
    private static long bit(long offset) {
      return 1L << offset;
    }

    private int size() {
      return window.length * Long.SIZE;
    }
  }
}

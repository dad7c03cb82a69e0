package io.stream0.streams.store;

import org.jspecify.annotations.Nullable;

/** The rows of one partition's store, ordered by their keys as unsigned bytes. */
public interface Rows {
  byte @Nullable [] get(byte[] key);

  /** The rows from a key to a key, both included, in order. Close it: it holds native memory. */
  Scan scan(byte[] from, byte[] to);

  /** The same rows, last first. */
  Scan scanBack(byte[] from, byte[] to);
}

package io.stream0.streams.store;

import java.util.Iterator;

/** Rows of a range, to be closed. */
public interface Scan extends Iterator<Row>, AutoCloseable {
  @Override
  void close();
}

package io.stream0.processor.store;

import java.util.Iterator;

/** Rows of a range, to be closed. */
public interface Scan extends Iterator<Row>, AutoCloseable {
  @Override
  void close();
}

package io.stream0.processor.query;

import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.store.Rows;

/** The stores of this process, by partition. */
public interface Stores {
  /**
   * @throws UnansweredException if the partition's store is not open here
   */
  Rows inbox(int partition);

  /**
   * @throws UnansweredException if the partition's store is not open here
   */
  Rows threads(int partition);
}

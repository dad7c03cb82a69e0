package io.stream0.streams.sweep;

import io.stream0.streams.store.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * What one part of a sweep does.
 *
 * @param facts to put first
 * @param keys of rows to delete after that, in this order: what leads to others goes last
 */
public record Swept(List<Row> facts, List<byte[]> keys) {
  /** Nothing yet. */
  public static Swept begin() {
    return new Swept(new ArrayList<>(), new ArrayList<>());
  }
}

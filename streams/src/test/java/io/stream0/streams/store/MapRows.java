package io.stream0.streams.store;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows in a sorted map, ordered as RocksDB orders them. */
public final class MapRows implements Rows {
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
  private int rowsRead;

  public MapRows copy() {
    MapRows copy = new MapRows();
    copy.rows.putAll(rows);
    return copy;
  }

  public void put(Row row) {
    rows.put(row.key(), row.value());
  }

  public void delete(byte[] key) {
    rows.remove(key);
  }

  public int size() {
    return rows.size();
  }

  /** How many rows were handed out by scans so far. */
  public int rowsRead() {
    return rowsRead;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public Scan scan(byte[] from, byte[] to) {
    return scan(rows.subMap(from, true, to, true));
  }

  @Override
  public Scan scanBack(byte[] from, byte[] to) {
    return scan(rows.subMap(from, true, to, true).descendingMap());
  }

  private Scan scan(Map<byte[], byte[]> range) {
    Iterator<Map.Entry<byte[], byte[]>> entries = range.entrySet().iterator();
    return new Scan() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Row next() {
        Map.Entry<byte[], byte[]> entry = entries.next();
        rowsRead++;
        return new Row(entry.getKey(), entry.getValue());
      }

      @Override
      public void close() {}
    };
  }
}

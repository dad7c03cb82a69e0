package io.stream0.streams.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of a Kafka Streams store. */
public final class StoreRows implements Rows {
  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  public StoreRows(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public Scan scan(byte[] from, byte[] to) {
    return new StoreScan(store.range(Bytes.wrap(from), Bytes.wrap(to)));
  }

  @Override
  public Scan scanBack(byte[] from, byte[] to) {
    return new StoreScan(store.reverseRange(Bytes.wrap(from), Bytes.wrap(to)));
  }

  private record StoreScan(KeyValueIterator<Bytes, byte[]> rows) implements Scan {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      KeyValue<Bytes, byte[]> row = rows.next();
      return new Row(row.key.get(), row.value);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}

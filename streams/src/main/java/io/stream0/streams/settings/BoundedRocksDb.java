package io.stream0.streams.settings;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one bound of write buffers for all stores of the process, as Kafka Streams'
 * memory guide has it: without, each store takes its own. Made by Kafka Streams, by its class name.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  static final String BLOCK_CACHE_BYTES = "stream0.rocksdb.block.cache.bytes";
  static final String WRITE_BUFFER_BYTES = "stream0.rocksdb.write.buffer.bytes";

  private static @Nullable Shared shared;

  private record Shared(Cache cache, WriteBufferManager writeBuffers) {}

  private static synchronized Shared shared(Map<String, Object> configs) {
    if (shared == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes(configs, BLOCK_CACHE_BYTES));
      long writeBuffers = bytes(configs, WRITE_BUFFER_BYTES);
      // A cache of its own, never filled: it only counts.
      shared = new Shared(cache, new WriteBufferManager(writeBuffers, new LRUCache(writeBuffers)));
    }
    return shared;
  }

  private static long bytes(Map<String, Object> configs, String name) {
    return Long.parseLong(String.valueOf(configs.get(name)));
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Shared bounds = shared(configs);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(bounds.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setWriteBufferManager(bounds.writeBuffers());
    options.setTableFormatConfig(table);
  }

  /** Nothing to close: the bounds are the process's, the rest is the store's own. */
  @Override
  public void close(String storeName, Options options) {}
}

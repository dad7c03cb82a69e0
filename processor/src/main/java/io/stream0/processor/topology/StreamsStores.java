package io.stream0.processor.topology;

import io.stream0.processor.query.Stores;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.StoreRows;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of Kafka Streams by interactive queries (KIP-67, KIP-535). Stale ones too: one task
 * that restores would otherwise close all stores of its thread, and what is too stale is decided by
 * the read index alone.
 */
final class StreamsStores implements Stores {
  private final Supplier<@Nullable KafkaStreams> streams;

  StreamsStores(Supplier<@Nullable KafkaStreams> streams) {
    this.streams = streams;
  }

  @Override
  public Rows inbox(int partition) {
    return store(ProcessorTopology.INBOX_STORE, partition);
  }

  @Override
  public Rows threads(int partition) {
    return store(ProcessorTopology.THREAD_STORE, partition);
  }

  private Rows store(String name, int partition) {
    KafkaStreams running = streams.get();
    if (running == null) {
      throw new UnansweredException("the processor is not running");
    }
    ReadOnlyKeyValueStore<Bytes, byte[]> store =
        running.store(
            StoreQueryParameters.fromNameAndType(
                    name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                .withPartition(partition)
                .enableStaleStores());
    return new StoreRows(store);
  }
}

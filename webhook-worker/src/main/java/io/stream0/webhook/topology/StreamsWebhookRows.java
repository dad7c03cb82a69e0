package io.stream0.webhook.topology;

import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.StoreRows;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The worker's stores by interactive queries; what is too stale is decided by the read index. */
final class StreamsWebhookRows implements IntFunction<Rows> {
  private final Supplier<@Nullable KafkaStreams> streams;

  StreamsWebhookRows(Supplier<@Nullable KafkaStreams> streams) {
    this.streams = streams;
  }

  @Override
  public Rows apply(int partition) {
    KafkaStreams running = streams.get();
    if (running == null) {
      throw new UnansweredException("the webhook worker is not running");
    }
    ReadOnlyKeyValueStore<Bytes, byte[]> store =
        running.store(
            StoreQueryParameters.fromNameAndType(
                    WebhookTopology.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                .withPartition(partition)
                .enableStaleStores());
    return new StoreRows(store);
  }
}

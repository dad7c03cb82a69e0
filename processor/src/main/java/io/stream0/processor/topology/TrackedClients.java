package io.stream0.processor.topology;

import io.stream0.processor.progress.Progress;
import io.stream0.processor.progress.ProgressTrackingConsumer;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** The clients of Kafka Streams, its main consumers telling how far they are. */
final class TrackedClients extends DefaultKafkaClientSupplier {
  private final Progress progress;

  TrackedClients(Progress progress) {
    this.progress = progress;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return ProgressTrackingConsumer.of(super.getConsumer(config), progress);
  }
}

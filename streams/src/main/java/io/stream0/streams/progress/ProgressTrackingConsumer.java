package io.stream0.streams.progress;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link Progress} what the consumer of a stream thread hands out, where it stands, and what
 * it has committed; and polls shortly while partitions move.
 */
public final class ProgressTrackingConsumer {
  private ProgressTrackingConsumer() {}

  /** A consumer that does what the given one does, and tells of each poll. */
  @SuppressWarnings("unchecked")
  public static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, Progress progress) {
    ShortPolls shortPolls = new ShortPolls();
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("poll") && arguments[0] instanceof Duration patience) {
                arguments[0] = shortPolls.of(patience);
              }
              Object result = call(consumer, method, arguments);
              if (method.getName().equals("poll")
                  && result instanceof ConsumerRecords<?, ?> polled) {
                shortPolls.assigned(consumer.assignment());
                tell(progress, consumer, (ConsumerRecords<byte[], byte[]>) polled);
              }
              if (method.getName().equals("commitSync")
                  && arguments != null
                  && arguments[0] instanceof Map<?, ?> offsets) {
                tell(progress, (Map<TopicPartition, OffsetAndMetadata>) offsets);
              }
              return result;
            });
  }

  private static @Nullable Object call(
      Consumer<byte[], byte[]> consumer, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void tell(Progress progress, Map<TopicPartition, OffsetAndMetadata> committed) {
    committed.forEach((partition, at) -> progress.committed(partition, at.offset()));
  }

  private static void tell(
      Progress progress,
      Consumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      progress.polled(partition, records.getLast().offset());
    }
    for (TopicPartition partition : consumer.assignment()) {
      position(consumer, partition).ifPresent(at -> progress.positioned(partition, at));
    }
  }

  private static OptionalLong position(
      Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (KafkaException e) {
      // It stands nowhere yet; the next poll finds its position, or throws what is wrong.
      return OptionalLong.empty();
    }
  }
}

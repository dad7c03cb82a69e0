package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some partitions of {@code threads} on, from one turn to the next: what was polled and not
 * taken is there the next time. Of one thread at a time.
 */
final class LogConsumer {
  static final Duration POLL = Duration.ofMillis(500);
  static final Duration CLOSE = Duration.ofSeconds(1);

  private static final Logger logger = LoggerFactory.getLogger(LogConsumer.class);

  private final Consumer<byte[], byte[]> consumer;
  private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

  /**
   * @param consumer is closed with it
   */
  LogConsumer(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Whether these are what it reads, from where it was. */
  boolean reads(List<TopicPartition> partitions) {
    return consumer.assignment().equals(new HashSet<>(partitions));
  }

  /**
   * Begins with these alone, and says where the log of each begins; {@link #seek} is to follow.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if the log does not answer in time
   */
  Map<TopicPartition, Long> begin(Collection<TopicPartition> partitions, Deadline deadline) {
    polled = Collections.emptyIterator();
    consumer.assign(partitions);
    return consumer.beginningOffsets(partitions, left(deadline));
  }

  /** Reads on from there in that partition. */
  void seek(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
  }

  /** What comes next, to be taken from here; none if nothing does in a while. */
  Iterator<ConsumerRecord<byte[], byte[]>> next() {
    if (!polled.hasNext()) {
      polled = consumer.poll(POLL).iterator();
    }
    return polled;
  }

  /**
   * The offset of what it reads next of a partition, once all is taken that came.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if that is not known in time
   */
  long position(TopicPartition partition, Deadline deadline) {
    return consumer.position(partition, left(deadline));
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofNanos(Math.max(0, deadline.nanosLeft()));
  }

  /** Reads nothing any more, until it begins; its connections stay. */
  void stop() {
    polled = Collections.emptyIterator();
    consumer.unsubscribe();
  }

  /** Whoever closes it has more to give back, so that it fails keeps them from nothing. */
  void close() {
    try {
      // Of its own accord it waits half a minute for a broker that does not answer.
      consumer.close(CloseOptions.timeout(CLOSE));
    } catch (RuntimeException e) {
      logger.warn("a consumer of those who catch up was not closed as it should be", e);
    }
  }
}

package io.stream0.directory;

import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.telemetry.FoldMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Directory} at the end of its logs: one thread, one plain consumer, no group. A
 * broken consumer is replaced and reads on where the directory stands. A registration that cannot
 * be decoded ends it: several versions fold that log alike or not at all.
 */
public final class DirectoryFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Directory directory;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final FoldMeters meters;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "directory");
  private volatile @Nullable Consumer<byte[], byte[]> current;

  /**
   * @param consumers makes a consumer that has no group; this closes it
   */
  public DirectoryFollower(Directory directory, Supplier<Consumer<byte[], byte[]>> consumers) {
    this(directory, consumers, FoldMeters.none());
  }

  /** The same, measured. */
  DirectoryFollower(
      Directory directory, Supplier<Consumer<byte[], byte[]>> consumers, FoldMeters meters) {
    this.directory = directory;
    this.consumers = consumers;
    this.meters = meters;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!isClosed()) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
          current = consumer;
          follow(consumer);
        } catch (WakeupException e) {
          log.debug("woken to close");
        } catch (KafkaException e) {
          log.warn("reading the logs failed, trying again", e);
          if (closed.await(1, TimeUnit.SECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      directory.fail("the directory's thread was interrupted");
    } catch (UndecodableRecordException | RuntimeException e) {
      log.error("the directory stops: {}", e.getMessage(), e);
      directory.fail("the directory stopped: " + e.getMessage());
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) throws UndecodableRecordException {
    consumer.assign(directory.partitions());
    Map<TopicPartition, Timer> timers = new HashMap<>();
    for (TopicPartition partition : directory.partitions()) {
      if (directory.position(partition) == 0) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, directory.position(partition));
      }
    }
    while (!isClosed()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        Timer timer = timers.computeIfAbsent(partition, p -> meters.of("directory", p));
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          long start = System.nanoTime();
          fold(record);
          timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
      }
      for (TopicPartition partition : directory.partitions()) {
        directory.moveTo(partition, consumer.position(partition));
      }
    }
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
    try {
      directory.fold(record);
    } catch (UndecodableRecordException e) {
      throw new UndecodableRecordException(
          "record %d of %s: %s".formatted(record.offset(), record.topic(), e.getMessage()), e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends the thread and waits until it has. */
  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

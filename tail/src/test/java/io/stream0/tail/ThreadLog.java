package io.stream0.tail;

import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEventCodec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The topic {@code threads} in memory, read through Kafka's own mock of its consumer. */
final class ThreadLog {
  static final String TOPIC = "stream0.threads";

  private static final long WAIT_MILLIS = 20;

  private final List<List<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>();
  private final long[] begins;
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private final ThreadEventCodec codec = new ThreadEventCodec();

  /** How many records a consumer is given by one poll. */
  private final int polled;

  private final List<Duration> waited = new CopyOnWriteArrayList<>();
  private final List<Duration> closed = new CopyOnWriteArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean refusing;
  private volatile int emptyPolls;

  ThreadLog(int partitions, int polled) {
    this.polled = polled;
    this.begins = new long[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      records.add(new ArrayList<>());
    }
  }

  List<TopicPartition> partitions() {
    return IntStream.range(0, records.size())
        .mapToObj(partition -> new TopicPartition(TOPIC, partition))
        .toList();
  }

  /** Appends an event at that time; the offset it has. */
  synchronized long append(int partition, long at, ThreadEvent event) {
    EncodedEvent encoded = codec.encode("id", URI.create("/test"), Instant.ofEpochMilli(at), event);
    return append(partition, at, encoded.key(), encoded.value(), encoded);
  }

  /** Appends what is no event. */
  synchronized long appendNonsense(int partition, long at) {
    return append(partition, at, new byte[1], new byte[1], null);
  }

  private long append(
      int partition, long at, byte[] key, byte[] value, @Nullable EncodedEvent encoded) {
    List<ConsumerRecord<byte[], byte[]>> log = records.get(partition);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            TOPIC,
            partition,
            log.size(),
            at,
            TimestampType.LOG_APPEND_TIME,
            key.length,
            value.length,
            key,
            value,
            encoded == null ? new RecordHeaders() : encoded.headers(),
            Optional.empty());
    log.add(record);
    readers.forEach(reader -> reader.appended(record));
    return record.offset();
  }

  synchronized long end(int partition) {
    return records.get(partition).size();
  }

  synchronized Positions ends() {
    return Positions.of(records.stream().mapToLong(List::size).toArray());
  }

  /** Drops the oldest records of a partition, as the retention does. */
  synchronized void dropBefore(int partition, long offset) {
    begins[partition] = offset;
    TopicPartition dropped = new TopicPartition(TOPIC, partition);
    readers.forEach(reader -> reader.updateBeginningOffsets(Map.of(dropped, offset)));
  }

  /** A consumer of its own for each reader. */
  Consumer<byte[], byte[]> consumer() {
    made.incrementAndGet();
    return new Reader();
  }

  /** The broker fails everyone who reads. */
  void fail() {
    readers.forEach(reader -> reader.setPollException(new KafkaException("broken")));
  }

  /** Whether the broker does not answer who asks for so long where the log begins. */
  void fallSilent(boolean whether) {
    silent = whether;
  }

  /** So many polls of each reader find nothing. */
  void comeAfter(int polls) {
    emptyPolls = polls;
  }

  /** The broker does not answer who asks for so long how far they are. */
  void refusePosition(boolean whether) {
    refusing = whether;
  }

  /** For how long each was ready to wait to hear where the log begins. */
  List<Duration> waited() {
    return waited;
  }

  /** For how long each was ready to wait until it was closed. */
  List<Duration> closed() {
    return closed;
  }

  /** How many consumers are open that were given something to read. */
  int open() {
    return readers.size();
  }

  /** How many were made. */
  int made() {
    return made.get();
  }

  private final class Reader extends MockConsumer<byte[], byte[]> {
    private final Semaphore news = new Semaphore(0);

    private int polls;

    Reader() {
      super("none");
      setMaxPollRecords(polled);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the log's lock comes first
    public void assign(Collection<TopicPartition> partitions) {
      synchronized (ThreadLog.this) {
        forget();
        super.assign(partitions);
        readers.remove(this);
        for (TopicPartition partition : partitions) {
          int number = partition.partition();
          updateBeginningOffsets(Map.of(partition, begins[number]));
          updateEndOffsets(Map.of(partition, end(number)));
          records.get(number).stream()
              .filter(record -> record.offset() >= begins[number])
              .forEach(this::addRecord);
        }
        readers.add(this);
      }
    }

    /** The mock keeps what it was given before, as what comes first. */
    private void forget() {
      List<TopicPartition> all = partitions();
      super.assign(all);
      all.forEach(p -> updateBeginningOffsets(Map.of(p, begins[p.partition()])));
      seekToBeginning(all);
      setMaxPollRecords(Long.MAX_VALUE);
      super.poll(Duration.ZERO);
      setMaxPollRecords(polled);
    }

    /** As a broker does, it answers when there is something, or after a while. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it is appended to while it waits
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (polls < emptyPolls) {
        polls++;
        return ConsumerRecords.empty();
      }
      ConsumerRecords<byte[], byte[]> polled = super.poll(Duration.ZERO);
      if (!polled.isEmpty() || timeout.isZero()) {
        return polled;
      }
      try {
        boolean unused =
            news.tryAcquire(Math.min(timeout.toMillis(), WAIT_MILLIS), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      news.drainPermits();
      return super.poll(Duration.ZERO);
    }

    void appended(ConsumerRecord<byte[], byte[]> record) {
      TopicPartition partition = new TopicPartition(TOPIC, record.partition());
      if (!closed() && assignment().contains(partition)) {
        updateEndOffsets(Map.of(partition, record.offset() + 1));
        addRecord(record);
        news.release();
      }
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
      if (refusing) {
        throw new TimeoutException("within " + timeout);
      }
      return super.position(partition);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      waited.add(timeout);
      if (silent) {
        throw new TimeoutException("within " + timeout);
      }
      return super.beginningOffsets(partitions, timeout);
    }

    @Override
    public synchronized void close() {
      super.close();
      readers.remove(this);
    }

    @Override
    public void close(CloseOptions options) {
      closed.add(options.timeout().orElseThrow());
      close();
    }
  }
}

package io.stream0.tail;

import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code threads} for a {@link Tail}: one thread, one plain consumer of all partitions, no
 * group. It begins far enough before the end for the tail to hold what lately came, and before that
 * for repeats to be told. When it ends, however it does, so does the tail: who watches resumes at
 * another.
 */
final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final List<TopicPartition> partitions;
  private final Arbiter arbiter;
  private final Tail tail;
  private final Lookback lookback;
  private final int recent;
  private final BooleanSupplier isOfUse;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "events");
  private volatile @Nullable Consumer<byte[], byte[]> current;

  /**
   * @param consumers makes a consumer that has no group; this closes it
   * @param partitions of {@code threads}, in their order
   * @param recent how many entries the tail is to hold at once
   * @param isOfUse asked every second at the least; it ends when it is not
   */
  Follower(
      Supplier<Consumer<byte[], byte[]>> consumers,
      List<TopicPartition> partitions,
      Arbiter arbiter,
      Tail tail,
      Lookback lookback,
      int recent,
      BooleanSupplier isOfUse) {
    this.consumers = consumers;
    this.partitions = partitions;
    this.arbiter = arbiter;
    this.tail = tail;
    this.lookback = lookback;
    this.recent = recent;
    this.isOfUse = isOfUse;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      current = consumer;
      if (!isClosed()) {
        Following following = new Following(consumer);
        following.begin();
        while (!isClosed() && isOfUse.getAsBoolean()) {
          following.step(POLL);
        }
      }
      tail.end(Ending.STOPPING);
    } catch (WakeupException e) {
      tail.end(Ending.STOPPING);
    } catch (RuntimeException e) {
      log.warn("the log of threads is not followed any more: whoever watches resumes", e);
    } finally {
      // An Error too: the first reason that was told counts.
      tail.end(Ending.FAULT);
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

  /** What one consumer reads. Of one thread. */
  final class Following {
    private final Consumer<byte[], byte[]> consumer;
    private final Sieve sieve = new Sieve(partitions.size(), this::counts);
    private final long[] position = new long[partitions.size()];

    Following(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    /** Reads up to where the log ends now, and opens the tail. */
    void begin() {
      consumer.assign(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long[] complete = new long[partitions.size()];
      long[] end = new long[partitions.size()];
      for (TopicPartition partition : partitions) {
        int number = partition.partition();
        long begin = begins.getOrDefault(partition, 0L);
        end[number] = ends.getOrDefault(partition, 0L);
        complete[number] = Math.max(begin, end[number] - recent / partitions.size());
        position[number] = lookback.before(complete[number], begin);
        consumer.seek(partition, position[number]);
      }
      tail.begin(Positions.of(complete));
      Positions target = Positions.of(end);
      while (!Positions.of(position).reaches(target)) {
        tail.prepare(
            poll(POLL).stream()
                .filter(entry -> entry.offset() >= complete[entry.partition()])
                .toList());
      }
      tail.open(Positions.of(position));
    }

    /** Reads what comes until then. */
    void step(Duration patience) {
      List<Entry> entries = poll(patience);
      Positions read = Positions.of(position);
      if (!entries.isEmpty() || !read.equals(tail.reached())) {
        tail.append(entries, read);
      }
    }

    private List<Entry> poll(Duration patience) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
      List<Entry> entries = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        sieve.next(record).ifPresent(entries::add);
      }
      for (TopicPartition partition : partitions) {
        position[partition.partition()] = consumer.position(partition);
      }
      return entries;
    }

    /** Nobody is told what may be a repeat: as long as nobody can say, all wait. */
    private boolean counts(Entry entry) {
      while (true) {
        try {
          return arbiter.counts(entry);
        } catch (UnansweredException e) {
          log.warn("whether an entry of threads repeats another is not known yet", e);
          awaitNextTry(e);
        }
      }
    }

    private void awaitNextTry(UnansweredException e) {
      try {
        if (closed.await(1, TimeUnit.SECONDS)) {
          throw new WakeupException();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw e;
      }
    }
  }
}

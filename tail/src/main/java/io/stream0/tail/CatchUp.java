package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * How one who resumes from further back than the tail reaches comes to it: a piece at a time, in a
 * consumer of their own that lasts as long as the piece, so that a slow reader takes nobody's turn.
 */
final class CatchUp {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AT_MOST = Duration.ofSeconds(5);
  private static final long NOT_BEGUN = -1;

  private final Turns turns;
  private final Selection selection;
  private final Sieve sieve;

  /** Of each partition, up to where this has read: not told, before where it begins to tell. */
  private final long[] read;

  /**
   * What all who catch up share.
   *
   * @param semaphore lets some of them read at once, in the order in which they came
   * @param consumers makes a consumer that has no group; who reads closes it
   * @param partitions of {@code threads}, in their order
   */
  record Turns(
      Semaphore semaphore,
      Supplier<Consumer<byte[], byte[]>> consumers,
      List<TopicPartition> partitions,
      Arbiter arbiter,
      Lookback lookback,
      Portion portion) {}

  CatchUp(Turns turns, Selection selection) {
    this.turns = turns;
    this.selection = selection;
    this.sieve = new Sieve(turns.partitions().size(), turns.arbiter());
    this.read = new long[turns.partitions().size()];
    Arrays.fill(read, NOT_BEGUN);
  }

  /**
   * What follows a position.
   *
   * @param expired whether the log does not go back as far: nothing is told then, and {@code upTo}
   *     is where it goes on
   */
  record Piece(boolean expired, List<Event> events, Positions upTo) {}

  /**
   * Reads on.
   *
   * @param from up to where everything was told
   * @param target up to where to read, or a little further
   * @param until how long to wait for a turn
   * @return empty if it was not this one's turn until then
   */
  Optional<Piece> read(Positions from, Positions target, Deadline until) {
    try {
      if (!turns.semaphore().tryAcquire(Math.max(0, until.nanosLeft()), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try (Consumer<byte[], byte[]> consumer = turns.consumers().get()) {
      return Optional.of(read(from.toArray(), target, consumer));
    } finally {
      turns.semaphore().release();
    }
  }

  private Piece read(long[] told, Positions target, Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> behind =
        turns.partitions().stream()
            .filter(partition -> told[partition.partition()] < target.next(partition.partition()))
            .toList();
    consumer.assign(behind);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(behind);
    if (advance(told, begins)) {
      return new Piece(true, List.of(), Positions.of(told));
    }
    begins.forEach(
        (partition, begin) -> {
          int number = partition.partition();
          read[number] = Math.max(read[number], turns.lookback().before(told[number], begin));
          consumer.seek(partition, read[number]);
        });
    return new Gathering(told, target).gather(consumer, behind);
  }

  /** Moves a position that lies before the log's beginning to it; whether there was one. */
  private static boolean advance(long[] told, Map<TopicPartition, Long> begins) {
    boolean expired = false;
    for (Map.Entry<TopicPartition, Long> begin : begins.entrySet()) {
      int partition = begin.getKey().partition();
      if (told[partition] < begin.getValue()) {
        told[partition] = begin.getValue();
        expired = true;
      }
    }
    return expired;
  }

  /** A piece while it is read. */
  private final class Gathering {
    private final long[] told;
    private final Positions target;
    private final List<Event> events = new ArrayList<>();
    private long bytes;
    private int records;

    Gathering(long[] told, Positions target) {
      this.told = told;
      this.target = target;
    }

    Piece gather(Consumer<byte[], byte[]> consumer, List<TopicPartition> behind) {
      Deadline deadline = Deadline.in(AT_MOST);
      while (!isFull() && !deadline.hasPassed() && !Positions.of(told).reaches(target)) {
        if (takeAll(consumer.poll(POLL))) {
          // There may be offsets without a record at the end.
          behind.forEach(partition -> moveTo(partition.partition(), consumer.position(partition)));
        }
      }
      return new Piece(false, events, Positions.of(told));
    }

    private boolean takeAll(ConsumerRecords<byte[], byte[]> polled) {
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        if (isFull()) {
          return false;
        }
        take(record);
      }
      return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      int partition = record.partition();
      boolean isTold = record.offset() < told[partition];
      Optional<Entry> entry = sieve.next(record);
      records++;
      moveTo(partition, record.offset() + 1);
      if (!isTold && entry.isPresent() && selection.takes(entry.get().event())) {
        events.add(new Event(entry.get(), Positions.of(told)));
        bytes += entry.get().size();
      }
    }

    private void moveTo(int partition, long offset) {
      read[partition] = Math.max(read[partition], offset);
      told[partition] = Math.max(told[partition], offset);
    }

    private boolean isFull() {
      return turns.portion().isFull(records, events.size(), bytes);
    }
  }
}

package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one who resumes from further back than the tail reaches comes to it: a piece at a time, in a
 * consumer of their own that lasts as long as the piece, so that a slow reader takes nobody's turn.
 */
final class CatchUp {
  static final Duration POLL = Duration.ofMillis(500);
  static final Duration CLOSE = Duration.ofSeconds(1);

  private static final Logger logger = LoggerFactory.getLogger(CatchUp.class);
  private static final long NOT_BEGUN = -1;

  private final Log log;
  private final Turns.Place place;
  private final Selection selection;
  private final Sieve sieve;

  /** Of each partition, up to where this has read: not told, before where it begins to tell. */
  private final long[] read;

  /**
   * What all who catch up share.
   *
   * @param consumers makes a consumer that has no group; who reads closes it
   * @param partitions of {@code threads}, in their order
   * @param held a piece ends when it is full
   * @param untilFirst how long a turn waits for the first record: connections are made in it
   * @param pieceTime after how long from then on a piece ends, whatever it has
   */
  record Log(
      Turns turns,
      Supplier<Consumer<byte[], byte[]>> consumers,
      List<TopicPartition> partitions,
      Arbiter arbiter,
      Lookback lookback,
      Portion portion,
      Held held,
      Duration untilFirst,
      Duration pieceTime) {}

  CatchUp(Log log, Selection selection) {
    this.log = log;
    this.place = log.turns().place(selection.tenant());
    this.selection = selection;
    this.sieve = new Sieve(log.partitions().size(), log.arbiter());
    this.read = new long[log.partitions().size()];
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
   * Reads on. A turn lasts as long as it may take to the first record and a piece from there, and
   * little longer: what is asked for last then has a bound of its own. A log that does not answer
   * ends nothing: like one who has joined, who catches up is told that nothing has come, and asks
   * again, until they leave or it does.
   *
   * @param from up to where everything was told
   * @param target up to where to read, or a little further
   * @param until how long to wait for room and a turn
   * @return empty if there was no room, or it was not this one's turn, until then; or if the log
   *     did not answer in time
   * @throws UnansweredException if the arbiter does not answer in time
   */
  Optional<Piece> read(Positions from, Positions target, Deadline until) {
    if (!log.held().awaitRoom(selection.tenant(), until) || !place.await(until)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(from.toArray(), target));
    } catch (TimeoutException e) {
      logger.warn(
          "the log of threads does not answer who catches up: they ask again: {}", e.getMessage());
      return Optional.empty();
    } finally {
      place.done();
    }
  }

  /** Asks for no turn any more. */
  void leave() {
    place.leave();
  }

  private Piece read(long[] told, Positions target) {
    Consumer<byte[], byte[]> consumer = log.consumers().get();
    try {
      return read(told, target, Deadline.in(log.untilFirst()), consumer);
    } finally {
      // Of its own accord it waits half a minute for a broker that does not answer.
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }

  private Piece read(
      long[] told, Positions target, Deadline first, Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> behind =
        log.partitions().stream()
            .filter(partition -> told[partition.partition()] < target.next(partition.partition()))
            .toList();
    consumer.assign(behind);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(behind, left(first));
    if (advance(told, begins)) {
      return new Piece(true, List.of(), Positions.of(told));
    }
    begins.forEach(
        (partition, begin) -> {
          int number = partition.partition();
          read[number] = Math.max(read[number], log.lookback().before(told[number], begin));
          consumer.seek(partition, read[number]);
        });
    return new Gathering(told, target, first).gather(consumer, behind);
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofNanos(Math.max(0, deadline.nanosLeft()));
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

    /** Until the first record is there, from then on until the piece ends. */
    private Deadline deadline;

    private final List<Event> events = new ArrayList<>();
    private long bytes;
    private int records;

    Gathering(long[] told, Positions target, Deadline first) {
      this.told = told;
      this.target = target;
      this.deadline = first;
    }

    Piece gather(Consumer<byte[], byte[]> consumer, List<TopicPartition> behind) {
      do {
        // What is late is not asked for: the answer would cost what was gathered.
        if (takeAll(consumer.poll(POLL)) && !deadline.hasPassed()) {
          // There may be offsets without a record at the end.
          behind.forEach(p -> moveTo(p.partition(), consumer.position(p, left(deadline))));
        }
      } while (!isFull() && !deadline.hasPassed() && !Positions.of(told).reaches(target));
      return new Piece(false, events, Positions.of(told));
    }

    /**
     * Whether it took them all. One at the least, however late it is, so that a slow log is read to
     * its end too; of each it may have to ask whoever folds the threads.
     */
    private boolean takeAll(ConsumerRecords<byte[], byte[]> polled) {
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        if (isFull() || (records > 0 && deadline.hasPassed())) {
          return false;
        }
        take(record);
      }
      return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      if (records == 0) {
        deadline = Deadline.in(log.pieceTime());
      }
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
      return log.portion().isFull(records, events.size(), bytes)
          || log.held().isFull(selection.tenant());
    }
  }
}

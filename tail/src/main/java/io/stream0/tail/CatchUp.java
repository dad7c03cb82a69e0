package io.stream0.tail;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one who resumes from further back than the tail reaches comes to it: a piece at a time.
 * Between two pieces a slow reader takes nobody's turn, and the {@link LogConsumer} of a fast one
 * is kept.
 */
final class CatchUp {
  private static final Logger logger = LoggerFactory.getLogger(CatchUp.class);
  private static final long NOT_BEGUN = -1;

  private final Log log;
  private final Turns.Place place;
  private final Selection selection;

  /** Has seen what this has read. */
  private Sieve sieve;

  /** Of each partition, up to where this has read: not told, before where it begins to tell. */
  private final long[] read;

  /**
   * What all who catch up share.
   *
   * @param consumers what they read it by
   * @param partitions of {@code threads}, in their order
   * @param held a piece ends when it is full
   * @param untilFirst how long a turn waits for the first record: connections are made in it
   * @param pieceTime after how long from then on a piece ends, whatever it has
   */
  record Log(
      Turns turns,
      LogConsumers consumers,
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
    this.sieve = freshSieve();
    this.read = new long[log.partitions().size()];
    Arrays.fill(read, NOT_BEGUN);
  }

  private Sieve freshSieve() {
    return new Sieve(log.partitions().size(), log.arbiter());
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
      return read(from.toArray(), target);
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
    log.consumers().leave(this);
  }

  private Optional<Piece> read(long[] told, Positions target) {
    List<TopicPartition> behind =
        log.partitions().stream()
            .filter(partition -> told[partition.partition()] < target.next(partition.partition()))
            .toList();
    LogConsumer consumer = log.consumers().take(this);
    Positions from = Positions.of(told);
    boolean goesOn = false;
    try {
      goesOn = consumer.reads(behind);
      Piece piece = read(told, target, behind, consumer, goesOn);
      if (piece.upTo().equals(from)) {
        // Nothing in a whole turn: it may be the consumer's fault.
        log.consumers().discard(consumer);
      } else {
        log.consumers().putBack(this, consumer);
      }
      return Optional.of(piece);
    } catch (RuntimeException | Error e) {
      forget();
      log.consumers().discard(consumer);
      if (e instanceof OffsetOutOfRangeException && goesOn) {
        // It was away while the log dropped what it was to read. Whoever begins asks where to.
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What was read for a piece that was not told is to be read again, and is no repeat then. */
  private void forget() {
    sieve = freshSieve();
    Arrays.fill(read, NOT_BEGUN);
  }

  private Piece read(
      long[] told,
      Positions target,
      List<TopicPartition> behind,
      LogConsumer consumer,
      boolean goesOn) {
    Deadline first = Deadline.in(log.untilFirst());
    if (!goesOn) {
      Map<TopicPartition, Long> begins = consumer.begin(behind, first);
      if (advance(told, begins)) {
        consumer.stop();
        return new Piece(true, List.of(), Positions.of(told));
      }
      begins.forEach(
          (partition, begin) -> {
            int number = partition.partition();
            read[number] = Math.max(read[number], log.lookback().before(told[number], begin));
            consumer.seek(partition, read[number]);
          });
    }
    return new Gathering(told, target, first).gather(consumer, behind);
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

    Piece gather(LogConsumer consumer, List<TopicPartition> behind) {
      do {
        // What is late is not asked for: the answer would cost what was gathered.
        if (takeAll(consumer.next()) && !deadline.hasPassed()) {
          // There may be offsets without a record at the end.
          behind.forEach(p -> moveTo(p.partition(), consumer.position(p, deadline)));
        }
      } while (!isFull() && !deadline.hasPassed() && !Positions.of(told).reaches(target));
      return new Piece(false, events, Positions.of(told));
    }

    /**
     * Whether it took them all. One at the least, however late it is, so that a slow log is read to
     * its end too; of each it may have to ask whoever folds the threads.
     */
    private boolean takeAll(Iterator<ConsumerRecord<byte[], byte[]>> polled) {
      while (polled.hasNext()) {
        if (isFull() || (records > 0 && deadline.hasPassed())) {
          return false;
        }
        take(polled.next());
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

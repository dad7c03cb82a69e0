package io.stream0.tail;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.event.ThreadEventCodec;
import io.stream0.protocol.event.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes entries of the records that one reader of {@code threads} comes by, and leaves out those
 * that repeat one: forwarded again by a replay, a rebuild, or an owner that was deposed. What was
 * read shortly before tells nearly all of them; where nothing was, an entry that came promptly
 * repeats nothing, and of one that did not whoever folds {@code threads} is asked.
 */
final class Sieve {
  private static final Logger log = LoggerFactory.getLogger(Sieve.class);

  /** An entry that was appended so soon after its source is from before any replay. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private final SeenSources seen;
  private final Arbiter arbiter;
  private final ThreadEventCodec codec = new ThreadEventCodec();

  Sieve(int partitions, Arbiter arbiter) {
    this.seen = new SeenSources(partitions);
    this.arbiter = arbiter;
  }

  /** The entry of the next record; empty if it is none, or repeats one. */
  Optional<Entry> next(ConsumerRecord<byte[], byte[]> record) {
    ThreadEvent event;
    try {
      event = codec.decode(record.key(), record.headers(), record.value()).event();
    } catch (UndecodableRecordException e) {
      // The fold of the topic copies it to dead letters, and passes over it too.
      log.debug("record {} of {}: {}", record.offset(), record.partition(), e.getMessage());
      return Optional.empty();
    }
    Entry entry =
        new Entry(
            record.partition(),
            record.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()),
            event);
    return isFirst(entry) ? Optional.of(entry) : Optional.empty();
  }

  private boolean isFirst(Entry entry) {
    RecordPosition source = entry.event().source();
    return switch (seen.look(entry.partition(), source)) {
      case FIRST -> true;
      case REPEAT -> false;
      case UNKNOWN -> {
        boolean first = isPrompt(entry) || arbiter.counts(entry);
        if (first) {
          seen.begin(entry.partition(), source);
        }
        yield first;
      }
    };
  }

  /** Times of two brokers: where theirs are apart, nearly nothing is, and the arbiter is asked. */
  private static boolean isPrompt(Entry entry) {
    Duration taken = Duration.between(appendedToInbox(entry.event()), entry.appended());
    return taken.abs().compareTo(PROMPT) < 0;
  }

  private static Instant appendedToInbox(ThreadEvent event) {
    return switch (event) {
      case MessageAppended message -> message.createdAt();
      case StatusChanged change -> change.ackedAt();
    };
  }
}

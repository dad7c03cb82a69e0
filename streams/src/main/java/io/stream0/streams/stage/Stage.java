package io.stream0.streams.stage;

import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Folds one topic, a partition a task. What cannot be decoded goes to dead letters and counts as
 * folded; whatever else goes wrong ends the stream thread before it commits, so the record comes
 * again.
 *
 * @param <E> the events of the topic
 */
public abstract class Stage<E> implements Processor<byte[], byte[], byte[], byte[]> {
  private final Shared shared;
  private final Source source;
  private final EventCodec<E> codec;

  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable TopicPartition partition;
  private CommittedTime committedTime = new CommittedTime();

  /**
   * What a stage reads.
   *
   * @param topic its name
   * @param maxBytes key and value of a record that is larger are not decoded: what derives from it
   *     might fit nowhere
   * @param deadLetterSink the name of the sink node for what cannot be decoded
   */
  public record Source(String topic, int maxBytes, String deadLetterSink) {}

  /**
   * What the stages of an application have in common.
   *
   * @param retention how long messages are kept; null for ever
   */
  public record Shared(Progress progress, DeadLetters deadLetters, @Nullable Duration retention) {}

  protected Stage(Shared shared, Source source, EventCodec<E> codec) {
    this.shared = shared;
    this.source = source;
    this.codec = codec;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    partition = new TopicPartition(source.topic(), processorContext.taskId().partition());
    committedTime = new CommittedTime();
    shared.progress().open(partition);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    try {
      Appended<E> appended =
          new Appended<>(
              new RecordPosition(at.partition(), at.offset()),
              Instant.ofEpochMilli(record.timestamp()),
              decode(record));
      apply(appended);
      committedTime.folded(appended);
    } catch (UndecodableRecordException e) {
      context()
          .forward(
              shared.deadLetters().of(at, record, String.valueOf(e.getMessage())),
              source.deadLetterSink());
    }
    shared.progress().folded(partition(), at.offset());
  }

  private E decode(Record<byte[], byte[]> record) throws UndecodableRecordException {
    int size = length(record.key()) + length(record.value());
    if (size > source.maxBytes()) {
      throw new UndecodableRecordException(
          "%d bytes (expected: at most %d)".formatted(size, source.maxBytes()));
    }
    return codec.decode(record.key(), record.headers(), record.value()).event();
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Puts and forwards what follows from the event, again at a replay. */
  protected abstract void apply(Appended<E> event);

  /**
   * Forwards an event that derives from the one at hand; its id is a function of that one.
   *
   * @param number tells apart several that derive from one
   */
  protected final <D> void forward(
      Appended<E> from, int number, D derived, EventCodec<D> as, String sink) {
    EncodedEvent event =
        as.encode(
            source.topic() + "-" + from.position() + "-" + number,
            shared.deadLetters().source(),
            from.at(),
            derived);
    context()
        .forward(
            new Record<>(event.key(), event.value(), from.at().toEpochMilli(), event.headers()),
            sink);
  }

  @Override
  public void close() {
    shared.progress().close(partition());
  }

  protected final ProcessorContext<byte[], byte[]> context() {
    if (context == null) {
      throw new IllegalStateException("not initialized");
    }
    return context;
  }

  /** How long messages are kept; null for ever. */
  protected final @Nullable Duration retention() {
    return shared.retention();
  }

  /** The offset below which the group has committed; -1 where that is not known yet. */
  protected final long committed() {
    return shared.progress().committed(partition());
  }

  /** Event time as far as it is committed: no record that is folded from here on is older. */
  protected final Instant committedTime() {
    return committedTime.asOf(committed());
  }

  protected final TopicPartition partition() {
    if (partition == null) {
      throw new IllegalStateException("not initialized");
    }
    return partition;
  }
}

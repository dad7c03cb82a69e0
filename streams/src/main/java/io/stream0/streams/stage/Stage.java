package io.stream0.streams.stage;

import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.event.DecodedEvent;
import io.stream0.protocol.event.EncodedEvent;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.id.TraceParent;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.ProcessSpan;
import io.stream0.telemetry.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private @Nullable Timer timer;

  /** What caused the record at hand, where that is traced, and the folding of it. */
  private @Nullable TraceParent cause;

  private ProcessSpan span = ProcessSpan.NONE;

  private CommittedTime committedTime = new CommittedTime();

  /**
   * What a stage reads.
   *
   * @param stage the name of the stage
   * @param topic its name
   * @param maxBytes key and value of a record that is larger are not decoded: what derives from it
   *     might fit nowhere
   * @param deadLetterSink the name of the sink node for what cannot be decoded
   */
  public record Source(String stage, String topic, int maxBytes, String deadLetterSink) {}

  /**
   * Where a stage forwards to.
   *
   * @param node the name of the sink node
   * @param topic that it writes to
   */
  public record Sink(String node, String topic) {}

  /**
   * What the stages of an application have in common.
   *
   * @param retention how long messages are kept; null for ever
   */
  public record Shared(
      Progress progress,
      DeadLetters deadLetters,
      @Nullable Duration retention,
      FoldMeters meters,
      Traces traces) {}

  protected Stage(Shared shared, Source source, EventCodec<E> codec) {
    this.shared = shared;
    this.source = source;
    this.codec = codec;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    partition = new TopicPartition(source.topic(), processorContext.taskId().partition());
    timer = shared.meters().of(source.stage(), partition);
    committedTime = new CommittedTime();
    shared.progress().open(partition);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long start = System.nanoTime();
    RecordMetadata at = context().recordMetadata().orElseThrow();
    try {
      DecodedEvent<E> decoded = decode(record);
      Appended<E> appended =
          new Appended<>(
              new RecordPosition(at.partition(), at.offset()),
              Instant.ofEpochMilli(record.timestamp()),
              decoded.event());
      applyTraced(appended, decoded.trace());
      committedTime.folded(appended);
    } catch (UndecodableRecordException e) {
      context()
          .forward(
              shared.deadLetters().of(at, record, String.valueOf(e.getMessage())),
              source.deadLetterSink());
    }
    shared.progress().folded(partition(), at.offset());
    timer().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private void applyTraced(Appended<E> record, @Nullable TraceParent from) {
    cause = from;
    span = shared.traces().process(source.topic(), record.position(), record.at(), from);
    try {
      apply(record);
    } finally {
      span.end();
      span = ProcessSpan.NONE;
      cause = null;
    }
  }

  private DecodedEvent<E> decode(Record<byte[], byte[]> record) throws UndecodableRecordException {
    int size = length(record.key()) + length(record.value());
    if (size > source.maxBytes()) {
      throw new UndecodableRecordException(
          "%d bytes (expected: at most %d)".formatted(size, source.maxBytes()));
    }
    return codec.decode(record.key(), record.headers(), record.value());
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
      Appended<E> from, int number, D derived, EventCodec<D> as, Sink sink) {
    String id = source.topic() + "-" + from.position() + "-" + number;
    TraceParent created = span.created(sink.topic(), id);
    EncodedEvent event = as.encode(id, shared.deadLetters().source(), from.at(), derived, created);
    context()
        .forward(
            new Record<>(event.key(), event.value(), from.at().toEpochMilli(), event.headers()),
            sink.node());
  }

  /** What caused the record at hand; null where that is not traced. */
  protected final @Nullable TraceParent cause() {
    return cause;
  }

  /**
   * To be told, once it is known what the record leads to and before it is put: where that is there
   * already, the record is folded again, and a trace says so.
   */
  protected final void lookForReplay(Rows rows, List<Row> put) {
    if (span.isRecorded() && !put.isEmpty() && rows.get(put.getFirst().key()) != null) {
      span.isReplay();
    }
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

  private Timer timer() {
    if (timer == null) {
      throw new IllegalStateException("not initialized");
    }
    return timer;
  }

  protected final TopicPartition partition() {
    if (partition == null) {
      throw new IllegalStateException("not initialized");
    }
    return partition;
  }
}

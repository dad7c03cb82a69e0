package io.stream0.processor.inbox;

import io.stream0.processor.progress.Arrival;
import io.stream0.processor.progress.Changes;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEventCodec;
import io.stream0.protocol.id.TraceParent;
import io.stream0.streams.Appended;
import io.stream0.streams.repeat.KeySweep;
import io.stream0.streams.stage.Stage;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.StoreRows;
import io.stream0.streams.sweep.Swept;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds {@code inbox} into the inbox store and forwards what happened to {@code threads}. */
public final class InboxStage extends Stage<InboxEvent> {
  private static final Duration TIDYING = Duration.ofSeconds(10);
  private static final int SWEPT_AT_ONCE = 1_000;
  private static final Duration EXPIRING = Duration.ofSeconds(1);
  private static final int EXPIRED_AT_ONCE = 2_000;

  private final ThreadEventCodec entries = new ThreadEventCodec();
  private final InboxFolds folds;
  private final Changes changes;
  private final StaleRuns staleRuns;
  private final InboxSweep sweep = new InboxSweep();
  private final KeySweep keySweep = new KeySweep();
  private final @Nullable RetentionSweep retentionSweep;
  private final String storeName;
  private final Sink threadsSink;

  private InboxFold fold;
  private @Nullable KeyValueStore<Bytes, byte[]> store;

  /**
   * @param storeName the inbox store
   * @param threadsSink where entries go
   */
  public InboxStage(
      Shared shared,
      Source source,
      InboxFolds folds,
      Changes changes,
      StaleRuns staleRuns,
      String storeName,
      Sink threadsSink) {
    super(shared, source, new InboxEventCodec());
    this.retentionSweep =
        shared.retention() == null ? null : new RetentionSweep(shared.retention());
    this.folds = folds;
    this.fold = folds.create();
    this.changes = changes;
    this.staleRuns = staleRuns;
    this.storeName = storeName;
    this.threadsSink = threadsSink;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    store = processorContext.getStateStore(storeName);
    // A task that is revived keeps its stage: nothing of its run before holds.
    fold = folds.create();
    super.init(processorContext);
    processorContext.schedule(TIDYING, PunctuationType.WALL_CLOCK_TIME, now -> tidy());
    processorContext.schedule(EXPIRING, PunctuationType.WALL_CLOCK_TIME, now -> expire());
  }

  @Override
  protected void apply(Appended<InboxEvent> record) {
    KeyValueStore<Bytes, byte[]> rows = store();
    InboxChange change = fold.fold(new StoreRows(rows), record);
    lookForReplay(new StoreRows(rows), change.rows());
    for (Row row : change.rows()) {
      rows.put(Bytes.wrap(row.key()), row.value());
    }
    int number = 0;
    for (ThreadEvent entry : change.entries()) {
      forward(record, number++, entry, entries, threadsSink);
    }
    TraceParent sent = cause();
    if (sent != null && record.event() instanceof MessageSent e && !change.entries().isEmpty()) {
      changes.arrived(e.inbox(), new Arrival(e.id(), sent));
    } else {
      changes.signal(record.event().inbox());
    }
  }

  /** Mends hints that readers found in pieces, and sweeps what erased incarnations left. */
  private void tidy() {
    KeyValueStore<Bytes, byte[]> rows = store();
    for (AckedRun run : staleRuns.take(partition().partition())) {
      for (Row hint : fold.mended(new StoreRows(rows), run)) {
        rows.put(Bytes.wrap(hint.key()), hint.value());
      }
    }
    for (byte[] key :
        sweep.next(new StoreRows(rows), committed(), committedTime(), SWEPT_AT_ONCE)) {
      rows.delete(Bytes.wrap(key));
    }
  }

  /** Sweeps idempotency keys after their day, and messages after the retention. */
  private void expire() {
    KeyValueStore<Bytes, byte[]> rows = store();
    Instant now = committedTime();
    for (byte[] key : keySweep.next(new StoreRows(rows), committed(), now, EXPIRED_AT_ONCE)) {
      rows.delete(Bytes.wrap(key));
    }
    if (retentionSweep != null) {
      Swept swept = retentionSweep.next(new StoreRows(rows), committed(), now, EXPIRED_AT_ONCE);
      swept.facts().forEach(fact -> rows.put(Bytes.wrap(fact.key()), fact.value()));
      swept.keys().forEach(key -> rows.delete(Bytes.wrap(key)));
    }
  }

  private KeyValueStore<Bytes, byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("not initialized");
    }
    return store;
  }
}

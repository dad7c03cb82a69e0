package io.stream0.processor.thread;

import io.stream0.processor.progress.Changes;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEventCodec;
import io.stream0.streams.Appended;
import io.stream0.streams.stage.Stage;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.StoreRows;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds {@code threads} into the thread store. */
public final class ThreadStage extends Stage<ThreadEvent> {
  private static final Duration EXPIRING = Duration.ofSeconds(1);
  private static final int EXPIRED_AT_ONCE = 2_000;

  private final ThreadFold fold;
  private final @Nullable ThreadSweep sweep;
  private final Changes changes;
  private final String storeName;

  private @Nullable KeyValueStore<Bytes, byte[]> store;

  /**
   * @param storeName the thread store
   */
  public ThreadStage(Shared shared, Source source, Changes changes, String storeName) {
    super(shared, source, new ThreadEventCodec());
    this.fold = new ThreadFold(shared.retention());
    this.sweep = shared.retention() == null ? null : new ThreadSweep(shared.retention());
    this.changes = changes;
    this.storeName = storeName;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    store = processorContext.getStateStore(storeName);
    super.init(processorContext);
    if (sweep != null) {
      processorContext.schedule(EXPIRING, PunctuationType.WALL_CLOCK_TIME, now -> expire(sweep));
    }
  }

  @Override
  protected void apply(Appended<ThreadEvent> entry) {
    KeyValueStore<Bytes, byte[]> rows = store();
    List<Row> put = fold.fold(new StoreRows(rows), entry);
    lookForReplay(new StoreRows(rows), put);
    for (Row row : put) {
      rows.put(Bytes.wrap(row.key()), row.value());
    }
    changes.signal(entry.event().thread());
    changes.signal(entry.event().source());
  }

  private void expire(ThreadSweep expired) {
    KeyValueStore<Bytes, byte[]> rows = store();
    for (byte[] key :
        expired.next(new StoreRows(rows), committed(), committedTime(), EXPIRED_AT_ONCE)) {
      rows.delete(Bytes.wrap(key));
    }
  }

  private KeyValueStore<Bytes, byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("not initialized");
    }
    return store;
  }
}

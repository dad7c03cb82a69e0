package io.stream0.processor.inbox;

import io.stream0.processor.Appended;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.stage.Stage;
import io.stream0.processor.store.Row;
import io.stream0.processor.store.StoreRows;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEventCodec;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds {@code inbox} into the inbox store and forwards what happened to {@code threads}. */
public final class InboxStage extends Stage<InboxEvent> {
  private final ThreadEventCodec entries = new ThreadEventCodec();
  private final InboxFold fold;
  private final Changes changes;
  private final String storeName;
  private final String threadsSink;

  private @Nullable KeyValueStore<Bytes, byte[]> store;

  /**
   * @param storeName the inbox store
   * @param threadsSink the name of the sink node for entries
   */
  public InboxStage(
      Shared shared,
      Source source,
      InboxFold fold,
      Changes changes,
      String storeName,
      String threadsSink) {
    super(shared, source, new InboxEventCodec());
    this.fold = fold;
    this.changes = changes;
    this.storeName = storeName;
    this.threadsSink = threadsSink;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    store = processorContext.getStateStore(storeName);
    super.init(processorContext);
  }

  @Override
  protected void apply(Appended<InboxEvent> record) {
    KeyValueStore<Bytes, byte[]> rows = store();
    InboxChange change = fold.fold(new StoreRows(rows), record);
    for (Row row : change.rows()) {
      rows.put(Bytes.wrap(row.key()), row.value());
    }
    int number = 0;
    for (ThreadEvent entry : change.entries()) {
      forward(record, number++, entry, entries, threadsSink);
    }
    changes.signal(record.event().inbox());
  }

  private KeyValueStore<Bytes, byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("not initialized");
    }
    return store;
  }
}

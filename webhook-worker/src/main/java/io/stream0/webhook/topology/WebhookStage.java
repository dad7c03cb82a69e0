package io.stream0.webhook.topology;

import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEventCodec;
import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.UndecodableRecordException;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.streams.Appended;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.StoreRows;
import io.stream0.streams.sweep.Swept;
import io.stream0.webhook.delivery.Backlog;
import io.stream0.webhook.delivery.DeliveryChange;
import io.stream0.webhook.delivery.DeliveryFold;
import io.stream0.webhook.delivery.Desk;
import io.stream0.webhook.delivery.HintCount;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Passed;
import io.stream0.webhook.delivery.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds {@code inbox} and {@code deliveries} into the webhook store and hands out what is due.
 * Nothing is handed out before both have been folded to where they ended when this began, so that
 * nothing that is recorded as delivered goes out again.
 */
final class WebhookStage implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(WebhookStage.class);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration NOTE = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration COUNT = Duration.ofSeconds(5);
  private static final int COUNTED_AT_ONCE = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final WebhookTopology.Parts parts;
  private final PatientDirectory directory;
  private final String storeName;
  private final String deadLetterSink;
  private final EventCodec<InboxEvent> inboxEvents = new InboxEventCodec();
  private final EventCodec<DeliveryEvent> deliveryEvents = new DeliveryEventCodec();
  private final DeliveryFold fold;

  private @Nullable Task task;

  /** What holds from one init to the next. */
  private record Task(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      TopicPartition inbox,
      TopicPartition deliveries,
      TaskKnowledge knowledge,
      Desk desk,
      HintCount hints,
      TaskSweeps sweeps,
      Passed passed,
      Gate gate,
      Timer inboxFolds,
      Timer deliveryFolds) {
    StoreRows rows() {
      return new StoreRows(store);
    }
  }

  /** Closed until both topics are folded to where they ended. */
  private static final class Gate {
    @Nullable Map<TopicPartition, Long> ends;
    boolean open;
    Deadline notBefore = Deadline.in(Duration.ZERO);

    /** What failed is not asked again at once. */
    void pause() {
      notBefore = Deadline.in(PAUSE);
    }
  }

  WebhookStage(WebhookTopology.Parts parts, String storeName, String deadLetterSink) {
    this.parts = parts;
    this.directory = new PatientDirectory(parts.directory(), parts.stopping());
    this.fold = new DeliveryFold(parts.retention());
    this.storeName = storeName;
    this.deadLetterSink = deadLetterSink;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(storeName);
    int partition = context.taskId().partition();
    TopicNames topics = parts.topics();
    TopicPartition inbox = new TopicPartition(topics.inbox(), partition);
    TopicPartition deliveries = new TopicPartition(topics.deliveries(), partition);
    TaskKnowledge knowledge =
        new TaskKnowledge(
            parts.directory(),
            parts.ends(),
            parts.progress(),
            deliveries,
            new StoreRows(store),
            System::nanoTime);
    task =
        new Task(
            context,
            store,
            inbox,
            deliveries,
            knowledge,
            new Desk(parts.outbox(), knowledge, parts.retention()),
            new HintCount(),
            new TaskSweeps(parts, knowledge, inbox, deliveries),
            Passed.of(new StoreRows(store)),
            new Gate(),
            parts.folds().of(WebhookTopology.WEBHOOKS, inbox),
            parts.folds().of(WebhookTopology.WEBHOOKS, deliveries));
    parts.progress().open(task().inbox());
    parts.progress().open(task().deliveries());
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> look());
    context.schedule(NOTE, PunctuationType.WALL_CLOCK_TIME, now -> note());
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, now -> sweep());
    context.schedule(COUNT, PunctuationType.WALL_CLOCK_TIME, now -> count());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long start = System.nanoTime();
    RecordMetadata at = task().context().recordMetadata().orElseThrow();
    TopicPartition partition = new TopicPartition(at.topic(), at.partition());
    try {
      task()
          .sweeps()
          .folded(
              partition,
              partition.equals(task().inbox())
                  ? received(appended(at, record, decode(inboxEvents, record)))
                  : stepped(appended(at, record, decode(deliveryEvents, record))));
    } catch (UndecodableRecordException e) {
      passOver(partition, at, record, e);
    }
    parts.progress().folded(partition, at.offset());
    Timer timer = partition.equals(task().inbox()) ? task().inboxFolds() : task().deliveryFolds();
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private static <E> E decode(EventCodec<E> codec, Record<byte[], byte[]> record)
      throws UndecodableRecordException {
    return codec.decode(record.key(), record.headers(), record.value()).event();
  }

  private static <E> Appended<E> appended(
      RecordMetadata at, Record<byte[], byte[]> record, E event) {
    return new Appended<>(
        new RecordPosition(at.partition(), at.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        event);
  }

  /** One of {@code inbox} is copied by the processor. */
  private void passOver(
      TopicPartition partition,
      RecordMetadata at,
      Record<byte[], byte[]> record,
      UndecodableRecordException why) {
    if (partition.equals(task().deliveries())) {
      task()
          .context()
          .forward(
              parts.deadLetters().of(at, record, String.valueOf(why.getMessage())), deadLetterSink);
    }
  }

  private Appended<InboxEvent> received(Appended<InboxEvent> record) {
    if (record.event() instanceof MessageSent sent) {
      sent(new Appended<>(record.position(), record.at(), sent));
    }
    return record;
  }

  private void sent(Appended<MessageSent> record) {
    // The directory must have all that was registered before the message was fetched, so that who
    // registers and is then written to is told.
    long fetched = parts.progress().polledAt(task().inbox());
    directory.catchUpSince(fetched);
    MessageSent sent = record.event();
    Telling telling =
        task()
            .knowledge()
            .agent(new Life(sent.inbox(), sent.incarnation()))
            .map(agent -> Telling.of(agent, record.at()))
            .orElse(Telling.NOTHING);
    apply(fold.sent(task().rows(), record, telling, task().passed().offset()));
  }

  private Appended<DeliveryEvent> stepped(Appended<DeliveryEvent> record) {
    DeliveryChange change = fold.stepped(task().rows(), record);
    task().desk().recorded(change);
    put(change);
    // Only now: whoever finds no record of its own any more finds what it led to.
    task().desk().folded(record.position().offset());
    handOut(change.dues());
    return record;
  }

  private void apply(DeliveryChange change) {
    task().desk().recorded(change);
    put(change);
    handOut(change.dues());
  }

  private void put(DeliveryChange change) {
    change.rows().forEach(this::put);
    delete(change.gone());
  }

  private void handOut(List<DeliveryChange.Due> dues) {
    if (task().gate().open) {
      for (DeliveryChange.Due due : dues) {
        delete(task().desk().due(task().rows(), due, parts.clock().instant()));
      }
    }
  }

  private void put(Row row) {
    Bytes key = Bytes.wrap(row.key());
    if (DeliveryChange.isHint(row) && task().store().get(key) == null) {
      task().hints().added(row.key());
    }
    // Also what is there: it may have got no further than this store before a crash.
    task().store().put(key, row.value());
  }

  private void delete(List<byte[]> keys) {
    for (byte[] key : keys) {
      if (task().store().delete(Bytes.wrap(key)) != null) {
        task().hints().removed(key);
      }
    }
  }

  /** Hands out what is due by now. */
  private void look() {
    task().hints().countOn(task().rows(), COUNTED_AT_ONCE);
    if (!task().gate().notBefore.hasPassed() || !isOpen()) {
      return;
    }
    Instant now = parts.clock().instant();
    Desk desk = task().desk();
    if (desk.next(now).filter(next -> !next.isAfter(now)).isEmpty()) {
      return;
    }
    try {
      parts.directory().catchUpUnlessWithin(Duration.ofSeconds(1), Deadline.in(PATIENCE));
    } catch (UnansweredException e) {
      pauseUnlessFailed(e);
      return;
    }
    delete(desk.handOut(task().rows(), now));
  }

  private void pauseUnlessFailed(UnansweredException e) {
    if (parts.directory().failure().isPresent()) {
      throw e;
    }
    log.warn("nothing is sent while it is not known who is there: {}", e.getMessage());
    task().gate().pause();
  }

  private boolean isOpen() {
    Gate gate = task().gate();
    if (gate.open) {
      return true;
    }
    if (!parts.belongsHere().getAsBoolean()) {
      return false;
    }
    List<TopicPartition> both = List.of(task().inbox(), task().deliveries());
    if (gate.ends == null) {
      try {
        gate.ends = parts.ends().of(both, Deadline.in(PATIENCE));
        // Whoever the rows tell of and is not there by then is gone.
        parts.directory().catchUp(Deadline.in(PATIENCE));
      } catch (UnansweredException e) {
        gate.ends = null;
        pauseUnlessFailed(e);
        return false;
      }
    }
    for (TopicPartition partition : both) {
      if (parts.progress().of(partition) < gate.ends.getOrDefault(partition, Long.MAX_VALUE)) {
        return false;
      }
    }
    gate.open = true;
    task().desk().load(task().rows());
    return true;
  }

  /**
   * Notes for good what is committed, so that it is passed even if the group's offsets are lost.
   */
  private void note() {
    DeliveryChange change = task().passed().to(parts.progress().committed(task().inbox()));
    apply(change);
  }

  private void sweep() {
    if (task().gate().open) {
      Swept swept = task().sweeps().next(task().rows());
      swept.facts().forEach(this::put);
      delete(swept.keys());
    }
  }

  private void count() {
    parts
        .meters()
        .counted(
            task().inbox().partition(),
            new Backlog(task().hints().count(), task().desk().oldest()));
  }

  @Override
  public void close() {
    task().desk().close();
    parts.meters().left(task().inbox().partition());
    parts.progress().close(task().inbox());
    parts.progress().close(task().deliveries());
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("not initialized");
    }
    return task;
  }
}

package io.stream0.webhook.topology;

import io.micrometer.core.instrument.Timer;
import io.stream0.directory.Agent;
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
import io.stream0.webhook.delivery.Backlog;
import io.stream0.webhook.delivery.DeliveryChange;
import io.stream0.webhook.delivery.DeliveryFold;
import io.stream0.webhook.delivery.DeliveryState;
import io.stream0.webhook.delivery.Desk;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Passed;
import io.stream0.webhook.delivery.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final Duration COUNT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TRIES = 12;

  private final WebhookTopology.Parts parts;
  private final String storeName;
  private final String deadLetterSink;
  private final EventCodec<InboxEvent> inboxEvents = new InboxEventCodec();
  private final EventCodec<DeliveryEvent> deliveryEvents = new DeliveryEventCodec();
  private final DeliveryFold fold = new DeliveryFold();

  private @Nullable Task task;

  /** What holds from one init to the next. */
  private record Task(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      TopicPartition inbox,
      TopicPartition deliveries,
      Desk desk,
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
  }

  WebhookStage(WebhookTopology.Parts parts, String storeName, String deadLetterSink) {
    this.parts = parts;
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
    task =
        new Task(
            context,
            store,
            inbox,
            deliveries,
            new Desk(parts.outbox(), this::agent),
            Passed.of(new StoreRows(store)),
            new Gate(),
            parts.folds().of(WebhookTopology.WEBHOOKS, inbox),
            parts.folds().of(WebhookTopology.WEBHOOKS, deliveries));
    parts.progress().open(task().inbox());
    parts.progress().open(task().deliveries());
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> look());
    context.schedule(NOTE, PunctuationType.WALL_CLOCK_TIME, now -> note());
    context.schedule(COUNT, PunctuationType.WALL_CLOCK_TIME, now -> count());
  }

  private Optional<Agent> agent(Life life) {
    return parts
        .directory()
        .find(life.agent().tenant(), life.incarnation())
        .filter(agent -> agent.id().equals(life.agent().agent()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long start = System.nanoTime();
    RecordMetadata at = task().context().recordMetadata().orElseThrow();
    TopicPartition partition = new TopicPartition(at.topic(), at.partition());
    try {
      if (partition.equals(task().inbox())) {
        InboxEvent event = decode(inboxEvents, record);
        if (event instanceof MessageSent sent) {
          sent(appended(at, record, sent));
        }
      } else {
        stepped(appended(at, record, decode(deliveryEvents, record)));
      }
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

  private void sent(Appended<MessageSent> record) {
    // The directory must have all that was registered before the message was fetched, so that who
    // registers and is then written to is told.
    long fetched = parts.progress().polledAt(task().inbox());
    catchUp(() -> parts.directory().catchUpSince(fetched, Deadline.in(PATIENCE)));
    MessageSent sent = record.event();
    Telling telling =
        agent(new Life(sent.inbox(), sent.incarnation()))
            .map(agent -> Telling.of(agent, record.at()))
            .orElse(Telling.NOTHING);
    apply(fold.sent(task().rows(), record, telling, task().passed().offset()));
  }

  /** Tries for a minute; then the thread is replaced and the record comes again. */
  private static void catchUp(Runnable look) {
    for (int tries = 1; ; tries++) {
      try {
        look.run();
        return;
      } catch (UnansweredException e) {
        if (tries == TRIES) {
          throw e;
        }
        log.warn("the directory is not at its end yet: {}", e.getMessage());
      }
    }
  }

  private void stepped(Appended<DeliveryEvent> record) {
    apply(fold.stepped(task().rows(), record));
    DeliveryEvent event = record.event();
    task().desk().recorded(new Life(event.agent(), event.incarnation()), event.delivery());
  }

  private void apply(DeliveryChange change) {
    for (Row row : change.rows()) {
      task().store().put(Bytes.wrap(row.key()), row.value());
    }
    delete(change.gone());
    if (task().gate().open) {
      change.dues().forEach(this::due);
    }
  }

  private void due(DeliveryChange.Due due) {
    boolean now = due.at().equals(DeliveryState.AT_ONCE);
    if (!now
        || !task().desk().handOut(task().rows(), due.life(), due.id(), parts.clock().instant())) {
      task().desk().wake(due.life(), due.at());
    }
  }

  private void delete(List<byte[]> keys) {
    keys.forEach(key -> task().store().delete(Bytes.wrap(key)));
  }

  /** Hands out what is due by now. */
  private void look() {
    if (!isOpen()) {
      return;
    }
    Instant now = parts.clock().instant();
    Desk desk = task().desk();
    if (desk.next().filter(next -> !next.isAfter(now)).isEmpty()) {
      return;
    }
    try {
      parts.directory().catchUpUnlessWithin(Duration.ofSeconds(1), Deadline.in(PATIENCE));
    } catch (UnansweredException e) {
      log.warn("nothing is sent while the directory is not at its end: {}", e.getMessage());
      return;
    }
    delete(desk.handOut(task().rows(), now));
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
      } catch (UnansweredException e) {
        log.warn("nothing is sent while the ends of its topics are not known: {}", e.getMessage());
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

  private void count() {
    parts
        .meters()
        .counted(task().inbox().partition(), Backlog.of(task().rows(), parts.clock().instant()));
  }

  @Override
  public void close() {
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

package io.stream0.standalone.queries;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.MapRows;
import io.stream0.telemetry.QueryMeters;
import io.stream0.telemetry.TimedWebhooks;
import io.stream0.webhook.attempt.Notification;
import io.stream0.webhook.attempt.Reply;
import io.stream0.webhook.attempt.TestEvents;
import io.stream0.webhook.delivery.DeliveryChange;
import io.stream0.webhook.delivery.DeliveryFold;
import io.stream0.webhook.delivery.Telling;
import io.stream0.webhook.query.LocalWebhooks;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A webhook worker with the real fold, that holds the logs or does not. */
final class WebhookFolding {
  static final int TESTS_A_MINUTE = 3;

  /** When all was recorded, and read. */
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** One partition of both topics, which any number of workers read, whether they fold it yet. */
  static final class Logs {
    private static final TopicPartition INBOX = new TopicPartition(Log.TOPICS.names().inbox(), 0);
    private static final TopicPartition DELIVERIES =
        new TopicPartition(Log.TOPICS.names().deliveries(), 0);

    private final List<MessageSent> inbox = new CopyOnWriteArrayList<>();
    private final List<DeliveryEvent> deliveries = new CopyOnWriteArrayList<>();

    void clear() {
      inbox.clear();
      deliveries.clear();
    }

    void append(MessageSent sent) {
      inbox.add(sent);
    }

    void append(DeliveryEvent event) {
      deliveries.add(event);
    }
  }

  final Progress progress = new Progress();
  final Webhooks webhooks;

  /** What came to the endpoint. */
  final Queue<Notification> told = new ConcurrentLinkedQueue<>();

  /** How the endpoint takes it. */
  volatile Function<Notification, Reply> endpoint = n -> new Reply.Answered(204, null);

  /** Whether it can ask the cluster where a partition ends. */
  volatile boolean inReach = true;

  private final Logs logs;
  private final DeliveryFold fold = new DeliveryFold(null);
  private volatile @Nullable MapRows rows;

  WebhookFolding(Logs logs) {
    this.logs = logs;
    this.webhooks =
        new TimedWebhooks(
            new LocalWebhooks(
                Log.TOPICS,
                ends(),
                progress,
                partition -> held(),
                new TestEvents(
                    (notification, time, signature) -> {
                      told.add(notification);
                      return endpoint.apply(notification);
                    },
                    new WebhookSecrets(new Secret(Doors.SECRET)),
                    new TestEvents.Limits(2, TESTS_A_MINUTE),
                    () -> NOW),
                () -> NOW),
            new QueryMeters(new SimpleMeterRegistry(), QueryMeters.Where.LOCAL));
  }

  private MapRows held() {
    MapRows held = rows;
    if (held == null) {
      throw new NotHeldException("closed");
    }
    return held;
  }

  EndOffsets ends() {
    return (partition, deadline) -> {
      if (!inReach) {
        throw new UnansweredException("the cluster is out of reach");
      }
      return partition.equals(Logs.INBOX) ? logs.inbox.size() : logs.deliveries.size();
    };
  }

  /** Takes the partition over, with nothing but what the logs have; folds none of it yet. */
  void hold() {
    rows = new MapRows();
    inReach = true;
    progress.open(Logs.INBOX);
    progress.open(Logs.DELIVERIES);
    progress.positioned(Logs.INBOX, 0);
    progress.positioned(Logs.DELIVERIES, 0);
  }

  /** Folds what there is of both. */
  void fold() {
    for (int offset = at(Logs.INBOX); offset < logs.inbox.size(); offset++) {
      apply(
          fold.sent(
              held(), new Appended<>(at(offset), NOW, logs.inbox.get(offset)), Telling.MESSAGE, 0));
      progress.folded(Logs.INBOX, offset);
    }
    for (int offset = at(Logs.DELIVERIES); offset < logs.deliveries.size(); offset++) {
      apply(fold.stepped(held(), new Appended<>(at(offset), NOW, logs.deliveries.get(offset))));
      progress.folded(Logs.DELIVERIES, offset);
    }
  }

  private int at(TopicPartition partition) {
    return Math.toIntExact(progress.of(partition));
  }

  private static RecordPosition at(int offset) {
    return new RecordPosition(0, offset);
  }

  private void apply(DeliveryChange change) {
    change.rows().forEach(held()::put);
    change.gone().forEach(held()::delete);
  }

  /** Holds it no more. */
  void release() {
    progress.close(Logs.INBOX);
    progress.close(Logs.DELIVERIES);
    rows = null;
  }
}

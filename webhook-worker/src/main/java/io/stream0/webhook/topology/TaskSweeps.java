package io.stream0.webhook.topology;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.repeat.KeySweep;
import io.stream0.streams.store.Rows;
import io.stream0.streams.sweep.Swept;
import io.stream0.webhook.delivery.DeliverySweep;
import io.stream0.webhook.delivery.DeliverySweep.Committed;
import io.stream0.webhook.delivery.Life;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/** What is swept from the webhook store of one task, by the times of what is committed. */
final class TaskSweeps {
  private static final int AT_ONCE = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final WebhookTopology.Parts parts;
  private final TaskKnowledge knowledge;
  private final TopicPartition inbox;
  private final TopicPartition deliveries;
  private final Map<TopicPartition, CommittedTime> times = new LinkedHashMap<>();
  private final KeySweep keys = new KeySweep();
  private final DeliverySweep ended;

  TaskSweeps(
      WebhookTopology.Parts parts,
      TaskKnowledge knowledge,
      TopicPartition inbox,
      TopicPartition deliveries) {
    this.parts = parts;
    this.knowledge = knowledge;
    this.inbox = inbox;
    this.deliveries = deliveries;
    this.ended = new DeliverySweep(parts.retention());
    times.put(inbox, new CommittedTime());
    times.put(deliveries, new CommittedTime());
  }

  /** The record at hand is folded. */
  void folded(TopicPartition partition, Appended<?> record) {
    time(partition).folded(record);
  }

  /** A part of what there is to sweep. */
  Swept next(Rows rows) {
    Committed ofInbox = committed(inbox);
    Swept swept = ended.next(rows, ofInbox, committed(deliveries), this::isAlive, AT_ONCE);
    swept.keys().addAll(keys.next(rows, ofInbox.below(), ofInbox.now(), AT_ONCE));
    return swept;
  }

  private Committed committed(TopicPartition partition) {
    long below = parts.progress().committed(partition);
    return new Committed(below, time(partition).asOf(below));
  }

  private CommittedTime time(TopicPartition partition) {
    return Objects.requireNonNull(times.get(partition));
  }

  /** Whoever is not there may not be there yet: that it is gone must be certain. */
  private boolean isAlive(Life life) {
    if (knowledge.agent(life).isPresent()) {
      return true;
    }
    try {
      parts.directory().catchUpUnlessWithin(Duration.ofSeconds(1), Deadline.in(PATIENCE));
    } catch (UnansweredException e) {
      return true;
    }
    return knowledge.agent(life).isPresent();
  }
}

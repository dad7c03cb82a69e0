package io.stream0.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.DeliveryEvent.RedeliveryRequested;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.Webhooks.Listing;
import io.stream0.protocol.query.Webhooks.Page;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The logs of one partition of {@code inbox} and of {@code deliveries}, and what readers see. */
final class DeliveryLog {
  static final TenantId TENANT = new TenantId("acme");
  static final int REVISIONS = 2;

  /** Short beside how long such a log is. */
  static final Duration RETENTION = Duration.ofHours(3);

  static final List<String> AGENTS = List.of("a", "b");
  static final int MESSAGES = 6;

  final List<Appended<MessageSent>> inbox = new ArrayList<>();
  final List<Appended<DeliveryEvent>> deliveries = new ArrayList<>();

  static Life life(String agent) {
    return new Life(new InboxKey(TENANT, new AgentId(agent)), new Incarnation(1));
  }

  static MessageId message(String agent, int number) {
    return MessageId.of(new UUID(7, number), life(agent).agent());
  }

  static Instant at(long offset) {
    return Instant.EPOCH.plus(Duration.ofMinutes(30 * (offset % 5 == 0 ? offset - 3 : offset)));
  }

  DeliveryLog send(String agent, int number, @Nullable String key) {
    long offset = 5L + inbox.size();
    inbox.add(
        new Appended<>(
            new RecordPosition(0, offset),
            at(offset),
            new MessageSent(
                life(agent).agent(),
                life(agent).incarnation(),
                message(agent, number),
                new ThreadId("t"),
                new Sender(new AgentId("sender"), null),
                MessageType.REQUEST,
                new RawJson(Integer.toString(number)),
                key == null ? null : new Repeatable(new IdempotencyKey(key), "f"))));
    return this;
  }

  DeliveryLog add(DeliveryEvent event) {
    long offset = 3L + deliveries.size();
    deliveries.add(new Appended<>(new RecordPosition(0, offset), at(offset), event));
    return this;
  }

  static DeliveryEvent attempted(
      String agent, int number, int round, int attempt, AttemptOutcome outcome, long revision) {
    Answer answer =
        outcome instanceof AttemptOutcome.Delivered ? Answer.status(204) : Answer.none("timeout");
    return new DeliveryAttempted(
        life(agent).agent(),
        life(agent).incarnation(),
        DeliveryId.of(message(agent, number)),
        revision,
        round,
        attempt,
        Instant.ofEpochMilli(1_000L * number + attempt),
        Duration.ofMillis(7),
        answer,
        outcome);
  }

  static DeliveryEvent redelivery(String agent, int number) {
    return new RedeliveryRequested(
        life(agent).agent(), life(agent).incarnation(), DeliveryId.of(message(agent, number)));
  }

  static DeliveryEvent givenUp(String agent, int number) {
    return new DeliveryGivenUp(
        life(agent).agent(),
        life(agent).incarnation(),
        DeliveryId.of(message(agent, number)),
        "removed");
  }

  /** Sends, some repeated; attempts of what is and is not there, out of order too. */
  static DeliveryLog random(Random random, int length) {
    DeliveryLog log = new DeliveryLog();
    for (int i = 0; i < length; i++) {
      String agent = AGENTS.get(random.nextInt(AGENTS.size()));
      int number = random.nextInt(MESSAGES);
      int kind = random.nextInt(100);
      int round = random.nextInt(2);
      int attempt = 1 + random.nextInt(4);
      long revision = 1L + random.nextInt(REVISIONS);
      if (kind < 25) {
        log.send(agent, number, null);
      } else if (kind < 40) {
        log.send(agent, number, "key-" + random.nextInt(2));
      } else if (kind < 55) {
        log.add(attempted(agent, number, round, attempt, new AttemptOutcome.Delivered(), revision));
      } else if (kind < 75) {
        Instant next = Instant.ofEpochSecond(100 + random.nextInt(3));
        log.add(
            attempted(agent, number, round, attempt, new AttemptOutcome.Failed(next), revision));
      } else if (kind < 85) {
        log.add(attempted(agent, number, round, attempt, new AttemptOutcome.Exhausted(), revision));
      } else if (kind < 90) {
        log.add(givenUp(agent, number));
      } else {
        log.add(redelivery(agent, number));
      }
    }
    return log;
  }

  /**
   * One put or one delete.
   *
   * @param ofInbox which log's record made it
   * @param record its number there
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way to a store; never compared
  record Write(boolean ofInbox, int record, @Nullable Row put, byte @Nullable [] delete) {
    void applyTo(MapRows rows) {
      if (put != null) {
        rows.put(put);
      }
      if (delete != null) {
        rows.delete(delete);
      }
    }
  }

  /** Who is told is the directory's word as of then; here, of the record alone. */
  private static Telling telling(Appended<MessageSent> record) {
    return switch ((int) (record.position().offset() % 3)) {
      case 0 -> Telling.NOTHING;
      case 1 -> Telling.MESSAGE;
      default -> Telling.MESSAGE_AND_CONTENT;
    };
  }

  /**
   * An owner folds both logs, from one record to before another of each, taking turns at random.
   */
  List<Write> fold(
      DeliveryFold fold,
      MapRows rows,
      Random turns,
      int fromInbox,
      int toInbox,
      int fromDeliveries,
      int toDeliveries) {
    List<Write> writes = new ArrayList<>();
    int i = fromInbox;
    int d = fromDeliveries;
    while (i < toInbox || d < toDeliveries) {
      boolean ofInbox = d >= toDeliveries || (i < toInbox && turns.nextBoolean());
      int record = ofInbox ? i++ : d++;
      DeliveryChange change =
          ofInbox
              ? fold.sent(rows, inbox.get(record), telling(inbox.get(record)), 0)
              : fold.stepped(rows, deliveries.get(record));
      for (Row row : change.rows()) {
        writes.add(new Write(ofInbox, record, row, null));
        rows.put(row);
      }
      for (byte[] key : change.gone()) {
        writes.add(new Write(ofInbox, record, null, key));
        rows.delete(key);
      }
    }
    return writes;
  }

  /** One record of {@code inbox}. */
  DeliveryChange foldOn(DeliveryFold fold, MapRows rows, int record) {
    DeliveryChange change = fold.sent(rows, inbox.get(record), telling(inbox.get(record)), 0);
    change.rows().forEach(rows::put);
    return change;
  }

  List<Write> fold(DeliveryFold fold, MapRows rows, Random turns) {
    return fold(fold, rows, turns, 0, inbox.size(), 0, deliveries.size());
  }

  /** All that any reader could see, and that whatever is pending has its hint. */
  String view(MapRows rows) {
    StringBuilder view = new StringBuilder();
    DeliveryReader reader = new DeliveryReader(rows, RETENTION);
    DeliveryFacts facts = new DeliveryFacts(rows, RETENTION);
    for (String agent : AGENTS) {
      Life life = life(agent);
      for (Status status : Status.values()) {
        view.append(list(reader, life, status)).append('\n');
      }
      for (long revision = 1; revision <= REVISIONS; revision++) {
        view.append(facts.failingSince(life, revision, Long.MAX_VALUE)).append('\n');
      }
      for (int number = 0; number < MESSAGES; number++) {
        MessageId id = message(agent, number);
        view.append(reader.owner(TENANT, DeliveryId.of(id), Instant.EPOCH))
            .append(facts.content(life, id))
            .append(missingHint(rows, facts, life, id))
            .append('\n');
      }
    }
    return view.toString();
  }

  private static String missingHint(MapRows rows, DeliveryFacts facts, Life life, MessageId id) {
    return facts
        .message(life, id)
        .map(message -> facts.course(message, facts.steps(life, id)).state())
        .filter(
            state ->
                state instanceof DeliveryState.Pending pending
                    && rows.get(DeliveryRows.dueKey(life, pending.due(), id, pending.made()))
                        == null)
        .map(state -> " HINT MISSING: " + state)
        .orElse("");
  }

  static String list(DeliveryReader reader, Life life, Status status) {
    StringBuilder pages = new StringBuilder();
    DeliveryId before = null;
    while (true) {
      Page page =
          reader.list(
              new Listing(life.agent(), life.incarnation(), status, before, 2), Instant.EPOCH);
      pages.append(new String(page.deliveries(), UTF_8)).append('|');
      if (page.next().isEmpty()) {
        return pages.toString();
      }
      before = page.next().get();
    }
  }
}

package io.stream0.processor.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.Query;
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

/** A log of inbox events as a partition holds it, and what readers see of stores folded from it. */
final class InboxLog {
  static final TenantId TENANT = new TenantId("acme");
  private static final List<String> AGENTS = List.of("a", "b");
  private static final int INCARNATIONS = 3;
  private static final int MESSAGES = 12;

  final List<Appended<InboxEvent>> records = new ArrayList<>();

  InboxLog add(InboxEvent event) {
    // Offsets have gaps, as those of a real partition can.
    long offset = records.isEmpty() ? 5 : records.getLast().position().offset() + 1;
    return add(offset + (offset % 7 == 0 ? 2 : 0), event);
  }

  private InboxLog add(long offset, InboxEvent event) {
    records.add(new Appended<>(new RecordPosition(0, offset), at(offset), event));
    return this;
  }

  /** Half an hour from one to the next, and now and then back: event time is not monotonic. */
  private static Instant at(long offset) {
    return Instant.EPOCH.plus(Duration.ofMinutes(30 * (offset % 5 == 0 ? offset - 3 : offset)));
  }

  static InboxKey inbox(String agent) {
    return new InboxKey(TENANT, new AgentId(agent));
  }

  static MessageId message(String agent, int number) {
    return MessageId.of(new UUID(7, number), inbox(agent));
  }

  static MessageSent sent(String agent, long incarnation, int number, String thread) {
    return new MessageSent(
        inbox(agent),
        new Incarnation(incarnation),
        message(agent, number),
        new ThreadId(thread),
        new Sender(new AgentId("sender"), null),
        MessageType.REQUEST,
        new RawJson(Integer.toString(number)),
        null);
  }

  /** A send that names itself by a key. */
  static MessageSent keyed(String agent, long incarnation, int number, String key) {
    MessageSent sent = sent(agent, incarnation, number, "t0");
    return new MessageSent(
        sent.inbox(),
        sent.incarnation(),
        sent.id(),
        sent.thread(),
        sent.from(),
        sent.type(),
        sent.content(),
        new Repeatable(new IdempotencyKey(key), "body of " + number % 3));
  }

  static MessageAcked acked(String agent, long incarnation, int number) {
    return acked(agent, incarnation, number, null);
  }

  static MessageAcked acked(String agent, long incarnation, int number, @Nullable String key) {
    return new MessageAcked(
        inbox(agent),
        new Incarnation(incarnation),
        message(agent, number),
        key == null ? null : new IdempotencyKey(key));
  }

  static InboxErased erased(String agent, long incarnation) {
    return new InboxErased(inbox(agent), new Incarnation(incarnation));
  }

  static InboxOpened opened(String agent, long incarnation) {
    return new InboxOpened(inbox(agent), new Incarnation(incarnation));
  }

  /** Sends with some ids repeated, acks of what is and is not there, openings, erasures. */
  static InboxLog random(Random random, int length) {
    InboxLog log = new InboxLog();
    for (int i = 0; i < length; i++) {
      String agent = AGENTS.get(random.nextInt(AGENTS.size()));
      long incarnation = 1L + random.nextInt(INCARNATIONS);
      int number = random.nextInt(MESSAGES);
      int kind = random.nextInt(100);
      if (kind < 35) {
        log.add(sent(agent, incarnation, number, "t" + random.nextInt(2)));
      } else if (kind < 55) {
        log.add(keyed(agent, incarnation, number, "key-" + random.nextInt(3)));
      } else if (kind < 80) {
        log.add(acked(agent, incarnation, number));
      } else if (kind < 90) {
        log.add(acked(agent, incarnation, number, "key-" + random.nextInt(2)));
      } else if (kind < 96) {
        log.add(opened(agent, 1L + random.nextInt(2)));
      } else {
        log.add(erased(agent, incarnation));
      }
    }
    return log;
  }

  /** One put or one forward, as a processor does them one after the other. */
  record Write(int record, @Nullable Row row, @Nullable ThreadEvent entry) {}

  /** A new owner folds the records from one to before another, putting each row at once. */
  List<Write> fold(InboxFolds folds, MapRows rows, int from, int to) {
    InboxFold fold = folds.create();
    List<Write> writes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      InboxChange change = fold.fold(rows, records.get(i));
      for (Row row : change.rows()) {
        rows.put(row);
        writes.add(new Write(i, row, null));
      }
      for (ThreadEvent entry : change.entries()) {
        writes.add(new Write(i, null, entry));
      }
    }
    return writes;
  }

  List<Write> fold(InboxFolds folds, MapRows rows) {
    return fold(folds, rows, 0, records.size());
  }

  static List<ThreadEvent> entries(List<Write> writes) {
    List<ThreadEvent> entries = new ArrayList<>();
    for (Write write : writes) {
      if (write.entry() != null) {
        entries.add(write.entry());
      }
    }
    return entries;
  }

  /** All that any reader could see, and every outcome, as text. */
  String view(MapRows rows) {
    InboxReader reader = new InboxReader(rows, run -> {});
    StringBuilder view = new StringBuilder();
    for (String agent : AGENTS) {
      for (long incarnation = 1; incarnation <= INCARNATIONS; incarnation++) {
        for (Query.Status status : Query.Status.values()) {
          view.append(read(reader, agent, incarnation, status, null)).append('\n');
          view.append(read(reader, agent, incarnation, status, "t0")).append('\n');
        }
      }
    }
    for (Appended<InboxEvent> record : records) {
      view.append(outcome(reader, record)).append('\n');
    }
    return view.toString();
  }

  static String outcome(InboxReader reader, Appended<InboxEvent> record) {
    long offset = record.position().offset();
    Object outcome =
        switch (record.event()) {
          case MessageSent e -> reader.outcome(new Query.OutcomeOfSend(e, offset, record.at()));
          case MessageAcked e -> reader.outcome(new Query.OutcomeOfAck(e, offset));
          case InboxOpened e -> reader.isOpen(new Query.InboxIsOpen(e.inbox(), e.incarnation()));
          case InboxErased e ->
              reader.isErased(new Query.InboxIsErased(e.inbox(), e.incarnation()));
        };
    return offset + " " + outcome;
  }

  static String read(
      InboxReader reader,
      String agent,
      long incarnation,
      Query.Status status,
      @Nullable String thread) {
    StringBuilder pages = new StringBuilder();
    long after = 0;
    while (true) {
      InboxReading reading =
          reader
              .read(
                  new Query.ReadInbox(
                      inbox(agent),
                      new Incarnation(incarnation),
                      status,
                      thread == null ? null : new ThreadId(thread),
                      after,
                      3))
              .answer();
      if (!(reading instanceof InboxReading.Read read)) {
        return "over";
      }
      pages.append(new String(read.page().messages(), UTF_8)).append('|');
      if (read.page().next().isEmpty()) {
        return pages.toString();
      }
      after = read.page().next().getAsLong();
    }
  }
}

package io.stream0.processor.thread;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.json.RawJson;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Query;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThreadFoldTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final InboxKey INBOX = new InboxKey(TENANT, new AgentId("a"));
  private static final int LENGTH = 40;

  private final ThreadFold fold = new ThreadFold(null);

  @Test
  void theOrderOfTheLogIsTheOrderOfTheThread() {
    MapRows rows = folded(List.of(entry(0, message("t", 7)), entry(1, message("t", 3))));
    assertThat(read(rows, "t")).containsSubsequence("\"content\":7", "\"content\":3");
    assertThat(read(rows, "other")).isEqualTo("|");
  }

  @Test
  void anEntryThatComesAgainIsDropped() {
    MapRows rows = folded(List.of(entry(0, message("t", 1)), entry(1, message("t", 1))));
    assertThat(read(rows, "t")).containsOnlyOnce("\"content\":1");
  }

  @Test
  void aMessageShowsAsAckedOnceItIsWhicheverEntryCameFirst() {
    MapRows rows = folded(List.of(entry(0, acked("t", 1)), entry(1, message("t", 1))));
    assertThat(read(rows, "t")).contains("\"status\":\"acked\"");
  }

  @Test
  void aMessageIsVisibleOnceItsSourceIsThere() {
    MapRows rows = folded(List.of(entry(0, message("t", 1))));
    assertThat(has(rows, "t", 1)).isTrue();
    assertThat(has(rows, "t", 2)).isFalse();
  }

  @Test
  void ofTheEntriesOfOneSourceTheFirstCounts() {
    MapRows rows =
        folded(
            List.of(
                entry(0, message("t", 1)),
                entry(1, acked("t", 1)),
                entry(2, message("t", 1)),
                entry(3, acked("t", 1))));
    assertThat(counts(rows, message("t", 1), 0)).isTrue();
    assertThat(counts(rows, message("t", 1), 2)).isFalse();
    assertThat(counts(rows, acked("t", 1), 1)).isTrue();
    assertThat(counts(rows, acked("t", 1), 3)).isFalse();
    assertThat(counts(rows, message("t", 2), 0)).isFalse();
  }

  private static boolean counts(MapRows rows, ThreadEvent event, long offset) {
    MessageId acked = event instanceof StatusChanged ? event.id() : null;
    return new ThreadReader(rows)
        .counts(new Query.EntryCounts(event.thread(), event.source(), acked, offset))
        .answer();
  }

  @Test
  void whoHasNoPartInAMessageIsNotShownIt() {
    MapRows rows =
        folded(
            List.of(
                entry(0, message("t", 1)),
                entry(1, sentBy(new Incarnation(5), "t", 2)),
                entry(2, message("t", 3))));
    assertThat(readAs(rows, 5)).contains("\"content\":2").doesNotContain("\"content\":1,");
    assertThat(readAs(rows, 1)).contains(":1,", ":2,", ":3,");
    assertThat(readAs(rows, 9)).isEmpty();
  }

  private static MessageAppended sentBy(Incarnation sender, String thread, int number) {
    MessageAppended m = message(thread, number);
    return new MessageAppended(
        m.thread(),
        m.source(),
        m.id(),
        new Sender(m.from().id(), sender),
        m.to(),
        m.toIncarnation(),
        m.type(),
        m.content(),
        m.createdAt());
  }

  private static String readAs(MapRows rows, long participant) {
    ThreadKey key = new ThreadKey(TENANT, new ThreadId("t"));
    return new String(
        new ThreadReader(rows)
            .read(new Query.ReadThread(key, new Incarnation(participant), -1, 10))
            .answer()
            .messages(),
        UTF_8);
  }

  @Property
  void aReplayOfAnySuffixChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 40) int from) {
    List<Appended<ThreadEvent>> log = randomLog(new Random(seed));
    MapRows rows = folded(log);
    String view = view(rows);
    log.subList(from, LENGTH).forEach(e -> fold.fold(rows, e).forEach(rows::put));
    assertThat(view(rows)).isEqualTo(view);
  }

  @Property
  void lateWritesOfALaggingOwnerInAnyOrderChangeNothing(
      @ForAll long seed, @ForAll @IntRange(max = 40) int lagging) {
    Random random = new Random(seed);
    List<Appended<ThreadEvent>> log = randomLog(random);
    MapRows rows = folded(log);
    String view = view(rows);
    MapRows zombie = new MapRows();
    List<Row> late = new ArrayList<>();
    for (Appended<ThreadEvent> entry : log.subList(0, lagging)) {
      List<Row> puts = fold.fold(zombie, entry);
      puts.forEach(zombie::put);
      late.addAll(puts);
    }
    Collections.shuffle(late, random);
    late.subList(0, random.nextInt(late.size() + 1)).forEach(rows::put);
    assertThat(view(rows)).isEqualTo(view);
  }

  private MapRows folded(List<Appended<ThreadEvent>> log) {
    MapRows rows = new MapRows();
    log.forEach(entry -> fold.fold(rows, entry).forEach(rows::put));
    return rows;
  }

  private static List<Appended<ThreadEvent>> randomLog(Random random) {
    List<Appended<ThreadEvent>> log = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      int number = random.nextInt(12);
      String thread = "t" + number % 2;
      log.add(entry(i, random.nextInt(3) > 0 ? message(thread, number) : acked(thread, number)));
    }
    return log;
  }

  private static String view(MapRows rows) {
    StringBuilder view = new StringBuilder(read(rows, "t0")).append(read(rows, "t1"));
    for (int i = 0; i < 12; i++) {
      view.append(has(rows, "t" + i % 2, i));
    }
    return view.toString();
  }

  private static Appended<ThreadEvent> entry(long offset, ThreadEvent event) {
    return new Appended<>(new RecordPosition(0, offset), Instant.ofEpochMilli(offset), event);
  }

  private static MessageAppended message(String thread, int number) {
    return new MessageAppended(
        new ThreadKey(TENANT, new ThreadId(thread)),
        new RecordPosition(0, number),
        id(number),
        new Sender(new AgentId("sender"), null),
        INBOX.agent(),
        new Incarnation(1),
        MessageType.MESSAGE,
        new RawJson(Integer.toString(number)),
        Instant.EPOCH);
  }

  private static StatusChanged acked(String thread, int number) {
    return new StatusChanged(
        new ThreadKey(TENANT, new ThreadId(thread)),
        new RecordPosition(0, 100L + number),
        id(number),
        null,
        Instant.EPOCH);
  }

  private static MessageId id(int number) {
    return MessageId.of(new UUID(7, number), INBOX);
  }

  private static String read(MapRows rows, String thread) {
    ThreadKey key = new ThreadKey(TENANT, new ThreadId(thread));
    StringBuilder pages = new StringBuilder();
    long after = -1;
    while (true) {
      MessagePage page =
          new ThreadReader(rows).read(new Query.ReadThread(key, null, after, 3)).answer();
      pages.append(new String(page.messages(), UTF_8)).append('|');
      if (page.next().isEmpty()) {
        return pages.toString();
      }
      after = page.next().getAsLong();
    }
  }

  private static boolean has(MapRows rows, String thread, int number) {
    ThreadKey key = new ThreadKey(TENANT, new ThreadId(thread));
    return new ThreadReader(rows)
        .has(new Query.ThreadHasMessage(key, new RecordPosition(0, number)))
        .answer();
  }
}

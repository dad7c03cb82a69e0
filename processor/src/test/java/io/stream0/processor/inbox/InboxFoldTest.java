package io.stream0.processor.inbox;

import static io.stream0.processor.inbox.InboxLog.acked;
import static io.stream0.processor.inbox.InboxLog.erased;
import static io.stream0.processor.inbox.InboxLog.inbox;
import static io.stream0.processor.inbox.InboxLog.keyed;
import static io.stream0.processor.inbox.InboxLog.message;
import static io.stream0.processor.inbox.InboxLog.opened;
import static io.stream0.processor.inbox.InboxLog.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.Recipient;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.query.AckOutcome;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.streams.store.MapRows;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InboxFoldTest {
  private final InboxFolds fold = InboxFold::new;
  private final MapRows rows = new MapRows();
  private final InboxLog log = new InboxLog();

  @Test
  void messagesAreReadInArrivalOrderPageByPage() {
    for (int i = 1; i <= 4; i++) {
      log.add(sent("a", 1, i, "t"));
    }
    log.fold(fold, rows);
    String all = read("a", 1, Query.Status.ALL);
    assertThat(all.split("\\|")).hasSize(2);
    assertThat(all).containsSubsequence("\"content\":1", "\"content\":2", "|", "\"content\":4");
    assertThat(all).contains("\"status\":\"unread\",\"created_at\":\"1970-01-01T0");
    assertThat(read("a", 1, Query.Status.UNREAD)).isEqualTo(all);
    assertThat(read("b", 1, Query.Status.ALL)).isEqualTo("|");
  }

  @Test
  void anEntryIsForwardedForEachMessageAndItsAcknowledgement() {
    log.add(sent("a", 1, 1, "t")).add(acked("a", 1, 1));
    var entries = InboxLog.entries(log.fold(fold, rows));
    assertThat(entries).hasSize(2);
    assertThat(entries.get(0))
        .isInstanceOfSatisfying(
            MessageAppended.class, e -> assertThat(e.source()).isEqualTo(new RecordPosition(0, 5)));
    assertThat(entries.get(1))
        .isInstanceOfSatisfying(
            StatusChanged.class,
            e -> {
              assertThat(e.id()).isEqualTo(message("a", 1));
              assertThat(e.by()).isEqualTo(new Recipient(new AgentId("a"), new Incarnation(1)));
            });
  }

  @Test
  void aSecondAckOfTheSameMessageIsRefused() {
    log.add(sent("a", 1, 1, "t")).add(acked("a", 1, 1)).add(acked("a", 1, 1));
    assertThat(InboxLog.entries(log.fold(fold, rows))).hasSize(2);
    assertThat(ackOutcome(1)).isInstanceOf(AckOutcome.Won.class);
    assertThat(ackOutcome(2)).isInstanceOf(AckOutcome.Lost.class);
  }

  @Test
  void anAckOfWhatIsNotThereYetIsRefusedForGood() {
    log.add(acked("a", 1, 1)).add(sent("a", 1, 1, "t"));
    log.fold(fold, rows);
    assertThat(ackOutcome(0)).isInstanceOf(AckOutcome.Lost.class);
    assertThat(read("a", 1, Query.Status.UNREAD)).contains("\"content\":1");
  }

  @Test
  void anAckThatNamesAnotherInboxOrIncarnationIsRefused() {
    log.add(sent("a", 1, 1, "t"))
        .add(acked("a", 2, 1))
        .add(new MessageAcked(inbox("b"), new Incarnation(1), message("a", 1), null));
    log.fold(fold, rows);
    assertThat(read("a", 1, Query.Status.UNREAD)).contains("\"content\":1");
  }

  @Test
  void anIdThatIsThereAlreadyIsNotASecondMessage() {
    log.add(sent("a", 1, 1, "t")).add(sent("a", 1, 1, "t"));
    log.fold(fold, rows);
    assertThat(read("a", 1, Query.Status.ALL)).containsOnlyOnce("\"content\":1");
    assertThat(sendOutcome(1)).isEqualTo(sendOutcome(0)).isInstanceOf(SendOutcome.Accepted.class);
  }

  @Test
  void anErasedIncarnationTakesNothingAndShowsNothing() {
    log.add(sent("a", 1, 1, "t")).add(erased("a", 1)).add(sent("a", 1, 2, "t"));
    log.fold(fold, rows);
    assertThat(read("a", 1, Query.Status.ALL)).isEqualTo("over");
    assertThat(sendOutcome(0)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(sendOutcome(2)).isInstanceOf(SendOutcome.IncarnationOver.class);
  }

  @Test
  void anOpenedIncarnationEndsAllLowerOnes() {
    log.add(opened("a", 2)).add(sent("a", 1, 1, "t")).add(sent("a", 2, 2, "t"));
    log.fold(fold, rows);
    assertThat(sendOutcome(1)).isInstanceOf(SendOutcome.IncarnationOver.class);
    assertThat(read("a", 1, Query.Status.ALL)).isEqualTo("over");
    assertThat(read("a", 2, Query.Status.ALL)).contains("\"content\":2");
  }

  @Test
  void aLaterAgentOfThatIdReadsOnlyItsOwn() {
    log.add(sent("a", 1, 1, "t")).add(erased("a", 1)).add(opened("a", 2));
    log.add(sent("a", 2, 2, "t"));
    log.fold(fold, rows);
    assertThat(read("a", 2, Query.Status.ALL)).contains("\"content\":2").doesNotContain(":1,");
  }

  @Test
  void unreadMessagesBetweenRunsOfAckedOnesAreFound() {
    for (int i = 1; i <= 9; i++) {
      log.add(sent("a", 1, i, "t"));
    }
    List.of(7, 2, 9, 1, 6, 3, 5).forEach(i -> log.add(acked("a", 1, i)));
    log.fold(fold, rows);
    assertThat(contents(read("a", 1, Query.Status.UNREAD))).containsExactly("4", "8");
    assertThat(contents(read("a", 1, Query.Status.ACKED)))
        .containsExactly("1", "2", "3", "5", "6", "7", "9");
    InboxFacts facts = new InboxFacts(rows);
    assertThat(facts.runEnd(inbox("a"), new Incarnation(1), 1)).isEqualTo(4);
    assertThat(facts.runEnd(inbox("a"), new Incarnation(1), 5)).isEqualTo(8);
  }

  private static List<String> contents(String pages) {
    return Pattern.compile("\"content\":(\\d+)")
        .matcher(pages)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private String read(String agent, long incarnation, Query.Status status) {
    return InboxLog.read(new InboxReader(rows, run -> {}), agent, incarnation, status, null);
  }

  @Test
  void aRepeatByItsKeyIsTheFirstMessageAgain() {
    log.add(keyed("a", 1, 1, "key")).add(keyed("a", 1, 4, "key"));
    log.fold(fold, rows);
    assertThat(contents(read("a", 1, Query.Status.ALL))).containsExactly("1");
    assertThat(sendOutcome(0)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(sendOutcome(1))
        .isEqualTo(
            new SendOutcome.Repeats(
                message("a", 1),
                log.records.getFirst().position().offset(),
                log.records.getFirst().at()));
  }

  @Test
  void aKeyWithAnotherBodyIsRefused() {
    log.add(keyed("a", 1, 1, "key")).add(keyed("a", 1, 2, "key"));
    log.fold(fold, rows);
    assertThat(contents(read("a", 1, Query.Status.ALL))).containsExactly("1");
    assertThat(sendOutcome(1)).isInstanceOf(SendOutcome.KeyReused.class);
  }

  @Test
  void aKeyIsOfOneSenderToOneAgent() {
    log.add(keyed("a", 1, 1, "key")).add(keyed("b", 1, 4, "key"));
    MessageSent fromElse = keyed("a", 1, 7, "key");
    log.add(
        new MessageSent(
            fromElse.inbox(),
            fromElse.incarnation(),
            fromElse.id(),
            fromElse.thread(),
            new Sender(new AgentId("someone-else"), null),
            fromElse.type(),
            fromElse.content(),
            fromElse.repeatable()));
    log.fold(fold, rows);
    assertThat(contents(read("a", 1, Query.Status.ALL))).containsExactly("1", "7");
    assertThat(contents(read("b", 1, Query.Status.ALL))).containsExactly("4");
  }

  @Test
  void aKeyStandsForADay() {
    log.add(keyed("a", 1, 1, "key"));
    for (int i = 0; i < 50; i++) {
      log.add(acked("b", 1, 1));
    }
    log.add(keyed("a", 1, 4, "key")).add(keyed("a", 1, 7, "key"));
    log.fold(fold, rows);
    assertThat(contents(read("a", 1, Query.Status.ALL))).containsExactly("1", "4");
    assertThat(sendOutcome(52))
        .isInstanceOfSatisfying(
            SendOutcome.Repeats.class, r -> assertThat(r.id()).isEqualTo(message("a", 4)));
  }

  @Test
  void theRepeatOfAnAckWinsAgainAndNoOther() {
    log.add(sent("a", 1, 1, "t")).add(acked("a", 1, 1, "mine"));
    log.add(acked("a", 1, 1, "mine")).add(acked("a", 1, 1, "theirs")).add(acked("a", 1, 1));
    assertThat(InboxLog.entries(log.fold(fold, rows))).hasSize(2);
    assertThat(ackOutcome(1)).isInstanceOf(AckOutcome.Won.class);
    assertThat(ackOutcome(2)).isInstanceOf(AckOutcome.Won.class);
    assertThat(ackOutcome(3)).isInstanceOf(AckOutcome.Lost.class);
    assertThat(ackOutcome(4)).isInstanceOf(AckOutcome.Lost.class);
  }

  private AckOutcome ackOutcome(int record) {
    return new InboxReader(rows, run -> {})
        .outcome(
            new Query.OutcomeOfAck(
                (MessageAcked) log.records.get(record).event(),
                log.records.get(record).position().offset()))
        .answer();
  }

  private SendOutcome sendOutcome(int record) {
    var sent = log.records.get(record);
    return new InboxReader(rows, run -> {})
        .outcome(
            new Query.OutcomeOfSend(
                (MessageSent) sent.event(), sent.position().offset(), sent.at()))
        .answer();
  }
}

package io.stream0.processor.inbox;

import static io.stream0.processor.inbox.InboxLog.acked;
import static io.stream0.processor.inbox.InboxLog.erased;
import static io.stream0.processor.inbox.InboxLog.keyed;
import static io.stream0.processor.inbox.InboxLog.opened;
import static io.stream0.processor.inbox.InboxLog.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.MessageId;
import io.stream0.streams.Appended;
import io.stream0.streams.repeat.KeySweep;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.sweep.Swept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * A partition is led by one broker and then another, whose clock is an hour ahead, and everything
 * is committed and swept as soon as it may be. What anyone decides, and what became of whatever was
 * sent within the last hour, is the same as where nothing is ever swept.
 */
class ClocksTest {
  private static final Duration RETENTION = Duration.ofDays(1);
  private static final Duration APART = Duration.ofHours(1);
  private static final Duration OUTCOMES_ARE_READ = Duration.ofMinutes(59);
  private static final int LENGTH = 300;
  private static final int AT_ONCE = 1_000;

  /** Right, or an hour ahead: whichever broker leads. */
  private boolean ahead;

  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private Instant committed = Instant.EPOCH;
  private final List<Timed> log = new ArrayList<>();

  /** When each message was acknowledged, by a clock that is right. */
  private final Map<MessageId, Instant> acks = new HashMap<>();

  private final InboxFold sweptFold = new InboxFold(RETENTION);
  private final InboxFold wholeFold = new InboxFold(RETENTION);
  private final MapRows swept = new MapRows();
  private final MapRows whole = new MapRows();

  private final InboxSweep erasureSweep = new InboxSweep();
  private final KeySweep keySweep = new KeySweep();
  private final RetentionSweep retentionSweep = new RetentionSweep(RETENTION);

  /**
   * @param time when it was appended, by a clock that is right
   */
  private record Timed(Instant time, Appended<InboxEvent> appended) {}

  private void pass(Duration some) {
    time = time.plus(some);
  }

  private void append(InboxEvent event) {
    Appended<InboxEvent> record =
        new Appended<>(new RecordPosition(0, log.size()), ahead ? time.plus(APART) : time, event);
    log.add(new Timed(time, record));
    InboxChange change = sweptFold.fold(swept, record);
    InboxChange expected = wholeFold.fold(whole, record);
    assertThat(change.entries()).isEqualTo(expected.entries());
    change.rows().forEach(swept::put);
    expected.rows().forEach(whole::put);
    committed = record.at().isAfter(committed) ? record.at() : committed;
    sweep();
    check();
  }

  /**
   * Of what is acknowledged already no record asks anything: whoever is asked to do so again sees
   * it. Two at the same time may both have found it unread.
   */
  private void ack(MessageAcked acked) {
    if (!acks.getOrDefault(acked.id(), time).isBefore(time)) {
      append(acked);
      if (InboxLog.outcome(new InboxReader(whole, run -> {}), log.getLast().appended())
          .contains("Won")) {
        acks.putIfAbsent(acked.id(), time);
      }
    }
  }

  private void sweep() {
    for (int round = 0; round < 3; round++) {
      erasureSweep.next(swept, log.size(), committed, AT_ONCE).forEach(swept::delete);
      keySweep.next(swept, log.size(), committed, AT_ONCE).forEach(swept::delete);
      Swept found = retentionSweep.next(swept, log.size(), committed, AT_ONCE);
      found.facts().forEach(swept::put);
      found.keys().forEach(swept::delete);
    }
  }

  private void check() {
    InboxReader reader = new InboxReader(swept, run -> {});
    InboxReader expected = new InboxReader(whole, run -> {});
    for (Timed record : log.reversed()) {
      if (record.time().isBefore(time.minus(OUTCOMES_ARE_READ))) {
        return;
      }
      assertThat(InboxLog.outcome(reader, record.appended()))
          .isEqualTo(InboxLog.outcome(expected, record.appended()));
    }
  }

  @Test
  void whatAnAgentWasSentRightBeforeItWasErasedIsKnownWhenTheNextBrokerIsAhead() {
    append(opened("a", 1));
    append(sent("a", 1, 1, "t"));
    append(erased("a", 1));
    ahead = true;
    pass(Duration.ofMinutes(1));
    append(sent("b", 1, 2, "t"));
    assertThat(InboxLog.outcome(new InboxReader(swept, run -> {}), log.get(1).appended()))
        .contains("Accepted");
  }

  @Test
  void aRepeatAtTheEndOfItsKeysDayIsKnownAsOneWhenTheNextBrokerIsAhead() {
    append(keyed("a", 1, 1, "key"));
    pass(Duration.ofHours(24).minusMinutes(1));
    append(keyed("a", 1, 4, "key"));
    ahead = true;
    pass(Duration.ofMinutes(2));
    append(sent("b", 1, 2, "t"));
    assertThat(InboxLog.outcome(new InboxReader(swept, run -> {}), log.get(1).appended()))
        .contains("Repeats");
  }

  @Test
  void anAckAtTheEndOfTheRetentionIsKnownToHaveWonWhenTheNextBrokerIsAhead() {
    append(sent("a", 1, 1, "t"));
    pass(RETENTION.minusMinutes(1));
    append(acked("a", 1, 1));
    ahead = true;
    pass(Duration.ofMinutes(2));
    append(sent("b", 1, 2, "t"));
    assertThat(InboxLog.outcome(new InboxReader(swept, run -> {}), log.get(1).appended()))
        .contains("Won");
  }

  /** While it leads, and when the one before leads again, for which a key stands longer. */
  @Property(tries = 25)
  void itComesToTheSameAsWhereNothingIsSwept(@ForAll long seed) {
    Random random = new Random(seed);
    ClocksTest clocks = new ClocksTest();
    long[] incarnations = {1, 1};
    for (int number = 0; number < LENGTH; number++) {
      clocks.pass(Duration.ofMinutes(random.nextInt(45)));
      clocks.ahead = random.nextInt(10) == 0 ? !clocks.ahead : clocks.ahead;
      int which = random.nextInt(2);
      String agent = which == 0 ? "a" : "b";
      int kind = random.nextInt(100);
      if (kind < 30) {
        clocks.append(sent(agent, incarnations[which], number, "t" + number % 2));
      } else if (kind < 60) {
        clocks.append(keyed(agent, incarnations[which], number, "key-" + random.nextInt(4)));
      } else if (kind < 90) {
        int earlier = Math.max(0, number - random.nextInt(60));
        clocks.ack(acked(agent, incarnations[which], earlier, "key-" + random.nextInt(2)));
      } else {
        clocks.append(erased(agent, incarnations[which]));
        incarnations[which]++;
        clocks.append(opened(agent, incarnations[which]));
      }
    }
  }
}

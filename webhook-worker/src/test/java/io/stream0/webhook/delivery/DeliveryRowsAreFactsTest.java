package io.stream0.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import io.stream0.webhook.delivery.DeliveryLog.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * At-least-once fences nobody: records of either topic come again over stores that are ahead, in
 * another interleaving, and an owner that was deposed writes late. None of it may change what is
 * told or what anyone sees, or lose the hint at what is due.
 */
class DeliveryRowsAreFactsTest {
  private static final int LENGTH = 60;
  private static final int TRIES = 300;

  @Property
  void aReplayOfAnySuffixChangesNothing(@ForAll long seed) {
    replaySuffix(new DeliveryFold(DeliveryLog.RETENTION), new Random(seed));
  }

  @Property
  void aReplayOverWhatACrashLeftComesToTheSame(@ForAll long seed) {
    replayAfterCrash(new DeliveryFold(DeliveryLog.RETENTION), new Random(seed));
  }

  @Property
  void lateWritesOfALaggingOwnerInAnyOrderChangeNothing(@ForAll long seed) {
    lateWrites(new DeliveryFold(DeliveryLog.RETENTION), new Random(seed));
  }

  private static void replaySuffix(DeliveryFold fold, Random random) {
    DeliveryLog log = DeliveryLog.random(random, LENGTH);
    MapRows rows = new MapRows();
    log.fold(fold, rows, random);
    String view = log.view(rows);
    assertThat(view).doesNotContain("HINT MISSING");
    log.fold(
        fold,
        rows,
        random,
        random.nextInt(log.inbox.size() + 1),
        log.inbox.size(),
        random.nextInt(log.deliveries.size() + 1),
        log.deliveries.size());
    assertThat(log.view(rows)).isEqualTo(view);
  }

  /** All up to the committed offsets, and any part of what was put or deleted behind them. */
  private static void replayAfterCrash(DeliveryFold fold, Random random) {
    DeliveryLog log = DeliveryLog.random(random, LENGTH);
    MapRows whole = new MapRows();
    List<Write> writes = log.fold(fold, whole, random);
    int inbox = random.nextInt(log.inbox.size() + 1);
    int deliveries = random.nextInt(log.deliveries.size() + 1);
    MapRows left = new MapRows();
    for (Write write : writes) {
      boolean committed = write.record() < (write.ofInbox() ? inbox : deliveries);
      if (committed || random.nextBoolean()) {
        write.applyTo(left);
      }
    }
    log.fold(fold, left, random, inbox, log.inbox.size(), deliveries, log.deliveries.size());
    assertThat(log.view(left)).isEqualTo(log.view(whole));
  }

  /** A second owner's writes up to where it lagged, landing anywhere behind the first one's. */
  private static void lateWrites(DeliveryFold fold, Random random) {
    DeliveryLog log = DeliveryLog.random(random, LENGTH);
    MapRows clean = new MapRows();
    log.fold(fold, clean, random);
    String view = log.view(clean);
    int inbox = random.nextInt(log.inbox.size() + 1);
    int deliveries = random.nextInt(log.deliveries.size() + 1);
    List<Write> late =
        new ArrayList<>(log.fold(fold, new MapRows(), random, 0, inbox, 0, deliveries));
    Collections.shuffle(late, random);
    late.forEach(write -> write.applyTo(clean));
    assertThat(log.view(clean)).isEqualTo(view);
  }

  @Test
  void aStateThatTheLatestStepOverwritesIsFound() {
    DeliveryFold planted =
        new DeliveryFold(DeliveryLog.RETENTION) {
          @Override
          public DeliveryChange stepped(Rows rows, Appended<DeliveryEvent> record) {
            DeliveryChange change = super.stepped(rows, record);
            Life life = new Life(record.event().agent(), record.event().incarnation());
            byte[] one = DeliveryRows.stepKey(life, record.event().delivery().message(), 0);
            return new DeliveryChange(
                List.of(new Row(one, change.rows().getFirst().value())),
                change.gone(),
                change.dues());
          }
        };
    assertFound(planted, DeliveryRowsAreFactsTest::replaySuffix);
  }

  @Test
  void aHintWithoutWhatMadeItIsFound() {
    DeliveryFold planted =
        new DeliveryFold(DeliveryLog.RETENTION) {
          @Override
          public DeliveryChange stepped(Rows rows, Appended<DeliveryEvent> record) {
            DeliveryChange change = super.stepped(rows, record);
            return new DeliveryChange(
                List.of(change.rows().getFirst()), change.gone(), change.dues());
          }
        };
    assertFound(planted, DeliveryRowsAreFactsTest::replaySuffix);
  }

  private interface Check {
    void run(DeliveryFold fold, Random random);
  }

  private static void assertFound(DeliveryFold planted, Check check) {
    assertThatThrownBy(
            () -> {
              for (int seed = 0; seed < TRIES; seed++) {
                check.run(planted, new Random(seed));
              }
            })
        .isInstanceOf(AssertionError.class);
  }
}

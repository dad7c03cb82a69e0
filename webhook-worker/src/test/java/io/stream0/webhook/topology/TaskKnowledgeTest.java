package io.stream0.webhook.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.directory.Directory;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.store.MapRows;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker makes sure of before it sends anything, by a clock of the test's own. */
@Timeout(60)
class TaskKnowledgeTest {
  private static final TopicPartition DELIVERIES = new TopicPartition("s.deliveries", 0);

  private final AtomicLong nanoTime = new AtomicLong();

  /** How long the worker is paused when it next asks where the log ends. */
  private final AtomicLong pause = new AtomicLong();

  private final AtomicLong end = new AtomicLong(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final Progress progress = new Progress();
  private final EndOffsets ends =
      (partition, deadline) -> {
        if (!partition.equals(DELIVERIES)) {
          return 0;
        }
        asked.incrementAndGet();
        nanoTime.addAndGet(pause.getAndSet(0));
        return end.get();
      };
  private final TaskKnowledge knowledge =
      new TaskKnowledge(
          new Directory(new TopicSettings(new TopicNames("s."), 1, 1, null, 1024), ends),
          ends,
          progress,
          DELIVERIES,
          new MapRows(),
          nanoTime::get);

  private static boolean none(long offset) {
    return false;
  }

  /** Folds up to there as soon as it was asked so often where the log ends. */
  private void foldOnceAsked(int times, long offset) {
    Thread unused =
        Thread.startVirtualThread(
            () -> {
              while (asked.get() < times) {
                Thread.onSpinWait();
              }
              progress.folded(DELIVERIES, offset);
            });
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  @BeforeEach
  void hold() {
    progress.open(DELIVERIES);
    progress.folded(DELIVERIES, 0);
  }

  @Test
  void whatWasConfirmedHoldsForASecond() {
    knowledge.confirm(TaskKnowledgeTest::none);
    pass(Duration.ofMillis(400));
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(1);
    pass(Duration.ofMillis(700));
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(2);
  }

  @Test
  void oneFindsOutAnewBeforeItIsOld() {
    knowledge.confirm(TaskKnowledgeTest::none);
    pass(Duration.ofMillis(600));
    knowledge.confirm(TaskKnowledgeTest::none);
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(2);
    pass(Duration.ofMillis(900));
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(3);
  }

  @Test
  void aWorkerThatWasPausedWaitsForWhatItsSuccessorRecorded() {
    knowledge.confirm(TaskKnowledgeTest::none);
    pass(Duration.ofSeconds(10));
    end.set(7);
    foldOnceAsked(2, 6);
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(progress.of(DELIVERIES)).isEqualTo(7);
  }

  @Test
  void oneThatIsPausedWhileItFindsOutAnewWaitsToo() {
    knowledge.confirm(TaskKnowledgeTest::none);
    pass(Duration.ofMillis(600));
    pause.set(Duration.ofSeconds(4).toNanos());
    end.set(7);
    foldOnceAsked(3, 6);
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(progress.of(DELIVERIES)).isEqualTo(7);
  }

  @Test
  void oneThatIsPausedWhileItMakesSureSendsNothing() {
    pause.set(Duration.ofSeconds(30).toNanos());
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> knowledge.confirm(TaskKnowledgeTest::none));
  }

  @Test
  void aWorkerWhoseTaskHasMovedAwayKnowsNothing() {
    knowledge.confirm(TaskKnowledgeTest::none);
    pass(Duration.ofSeconds(10));
    progress.close(DELIVERIES);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> knowledge.confirm(TaskKnowledgeTest::none));
  }

  @Test
  void whatTheWorkerRecordedItselfIsNotWaitedFor() {
    knowledge.confirm(TaskKnowledgeTest::none);
    end.set(5);
    pass(Duration.ofSeconds(2));
    // Of the four that are not folded; a wait would end with the test's time.
    knowledge.confirm(offset -> offset >= 1);
    assertThat(progress.of(DELIVERIES)).isEqualTo(1);
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(2);
  }

  @Test
  void anotherWorkersRecordAmongItsOwnIsWaitedForBeforeItIsOld() {
    knowledge.confirm(TaskKnowledgeTest::none);
    end.set(5);
    pass(Duration.ofMillis(600));
    LongPredicate own = offset -> offset != 2;
    knowledge.confirm(own);
    assertThat(asked).hasValue(2);
    // Not confirmed, so it holds from the first time and no longer.
    pass(Duration.ofMillis(500));
    foldOnceAsked(3, 2);
    knowledge.confirm(own);
    assertThat(progress.of(DELIVERIES)).isEqualTo(3);
  }

  @Test
  void whoWaitsIsToldOnceWhatIsNotFoldedIsAcknowledged() {
    knowledge.confirm(TaskKnowledgeTest::none);
    end.set(5);
    pass(Duration.ofSeconds(2));
    AtomicInteger unknown = new AtomicInteger(3);
    // Never folded: a wait for that would end in a fault.
    knowledge.confirm(offset -> unknown.getAndDecrement() <= 0);
    assertThat(progress.of(DELIVERIES)).isEqualTo(1);
  }

  @Test
  void whatIsAcknowledgedMeanwhileConfirmsWithoutAskingAgain() {
    knowledge.confirm(TaskKnowledgeTest::none);
    end.set(5);
    pass(Duration.ofMillis(600));
    knowledge.confirm(offset -> offset < 4);
    assertThat(asked).hasValue(2);
    pass(Duration.ofMillis(100));
    knowledge.confirm(offset -> true);
    // As of when the end was asked for: 500 ms later that is not old yet, and old soon after.
    pass(Duration.ofMillis(400));
    knowledge.confirm(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(2);
    pass(Duration.ofMillis(100));
    knowledge.confirm(offset -> true);
    assertThat(asked).hasValue(3);
  }

  @Test
  void catchingUpWaitsForOthersHoweverRecentlyItWasConfirmed() {
    knowledge.confirm(TaskKnowledgeTest::none);
    end.set(5);
    AtomicInteger looks = new AtomicInteger();
    knowledge.catchUp(
        offset -> {
          // The newest is its own; the one before is another's, and folded only when it was waited
          // for in vain.
          if (offset == 3 && looks.incrementAndGet() == 2) {
            progress.folded(DELIVERIES, 3);
          }
          return offset == 4;
        });
    assertThat(looks).hasValue(2);
    assertThat(progress.of(DELIVERIES)).isEqualTo(4);
  }

  @Test
  void catchingUpDoesNotWaitForWhatTheWorkerRecordedItself() {
    end.set(5);
    // Never folded: a wait for that would end in a fault.
    knowledge.catchUp(offset -> offset >= 1);
    assertThat(progress.of(DELIVERIES)).isEqualTo(1);
  }

  @Test
  void catchingUpAsksEachTime() {
    knowledge.catchUp(TaskKnowledgeTest::none);
    knowledge.catchUp(TaskKnowledgeTest::none);
    assertThat(asked).hasValue(2);
  }
}

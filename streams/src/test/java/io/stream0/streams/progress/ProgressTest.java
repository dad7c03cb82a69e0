package io.stream0.streams.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTest {
  private static final TopicPartition INBOX = new TopicPartition("inbox", 0);
  private final Progress progress = new Progress();

  @Test
  void whoWaitsForARecordIsWokenWhenItIsFolded() throws Exception {
    progress.open(INBOX);
    CompletableFuture<Boolean> reached = await(8);
    progress.folded(INBOX, 6);
    assertThat(reached).isNotDone();
    progress.folded(INBOX, 7);
    assertThat(reached.get()).isTrue();
  }

  @Test
  void aPartitionThatIsNotFoldedHereIsNotWaitedFor() {
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> progress.await(INBOX, 0, soon()))
        .withMessageContaining("not folded here");
  }

  @Test
  void whoWaitsForAPartitionThatMovesAwayIsToldAtOnce() throws Exception {
    progress.open(INBOX);
    CompletableFuture<Boolean> reached = await(8);
    progress.close(INBOX);
    assertThat(reached.get()).isFalse();
    assertThat(progress.of(INBOX)).isEqualTo(-1);
  }

  @Test
  void whatWasFoldedBeforeAMoveIsForgotten() {
    progress.open(INBOX);
    progress.folded(INBOX, 99);
    progress.close(INBOX);
    progress.open(INBOX);
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> progress.await(INBOX, 1, Deadline.in(Duration.ofMillis(1))));
  }

  @Test
  void whatIsPolledAndNotFoldedHoldsThePositionBack() {
    progress.open(INBOX);
    progress.polled(INBOX, 4);
    progress.positioned(INBOX, 7);
    assertThat(progress.of(INBOX)).isEqualTo(-1);
    progress.folded(INBOX, 4);
    assertThat(progress.of(INBOX)).isEqualTo(5);
    // The last offsets of a partition need not be records.
    progress.positioned(INBOX, 7);
    assertThat(progress.of(INBOX)).isEqualTo(7);
  }

  @Test
  void whereTheConsumerStandsCountsOnlyOnceTheStageHasStarted() {
    progress.positioned(INBOX, 7);
    assertThat(progress.of(INBOX)).isEqualTo(-1);
    progress.open(INBOX);
    assertThat(progress.of(INBOX)).isEqualTo(-1);
    progress.positioned(INBOX, 7);
    assertThatCode(() -> progress.await(INBOX, 7, soon())).doesNotThrowAnyException();
  }

  @Test
  void aTrackedConsumerTellsWhatItHandsOutAndWhereItStands() {
    MockConsumer<byte[], byte[]> mock = new MockConsumer<>("earliest");
    Consumer<byte[], byte[]> consumer = ProgressTrackingConsumer.of(mock, progress);
    mock.updateBeginningOffsets(Map.of(INBOX, 3L));
    consumer.assign(List.of(INBOX));
    progress.open(INBOX);
    consumer.poll(Duration.ZERO);
    assertThat(progress.of(INBOX)).isEqualTo(3);

    mock.addRecord(new ConsumerRecord<>("inbox", 0, 3, new byte[0], new byte[0]));
    assertThat(consumer.poll(Duration.ZERO).count()).isEqualTo(1);
    assertThat(progress.of(INBOX)).isEqualTo(3);
    progress.folded(INBOX, 3);
    assertThat(progress.of(INBOX)).isEqualTo(4);
  }

  private CompletableFuture<Boolean> await(long next) {
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    progress.await(INBOX, next, soon());
                    reached.complete(true);
                  } catch (UnansweredException e) {
                    reached.complete(false);
                  }
                });
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return reached;
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}

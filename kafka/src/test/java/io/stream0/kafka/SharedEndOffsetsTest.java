package io.stream0.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedEndOffsetsTest {
  private static final TopicPartition P0 = new TopicPartition("inbox", 0);
  private static final TopicPartition P1 = new TopicPartition("inbox", 1);
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(20));

  /** Requests as the cluster gets them, to be answered one by one. */
  private final BlockingQueue<Map<TopicPartition, CompletableFuture<Long>>> requests =
      new LinkedBlockingQueue<>();

  private final SharedEndOffsets ends = new SharedEndOffsets(this::request);

  private Map<TopicPartition, CompletionStage<Long>> request(Set<TopicPartition> partitions) {
    Map<TopicPartition, CompletableFuture<Long>> answers = new HashMap<>();
    partitions.forEach(p -> answers.put(p, new CompletableFuture<>()));
    requests.add(answers);
    return new HashMap<>(answers);
  }

  @Test
  void whoAsksWhileARequestIsUnderWayIsNotAnsweredFromIt() throws Exception {
    Asked first = ask(P0);
    var underWay = nextRequest();
    Asked second = ask(P0);
    Asked third = ask(P1);
    second.untilItWaits();
    third.untilItWaits();

    answer(underWay, P0).complete(5L);
    assertThat(first.answer().get()).isEqualTo(5);
    var shared = nextRequest();
    assertThat(second.answer()).isNotDone();
    assertThat(shared.keySet()).containsExactlyInAnyOrder(P0, P1);
    answer(shared, P0).complete(6L);
    answer(shared, P1).complete(7L);
    assertThat(second.answer().get()).isEqualTo(6);
    assertThat(third.answer().get()).isEqualTo(7);
    assertThat(requests).isEmpty();
  }

  @Test
  void aFailureIsToldAndTheNextRequestGoesOn() throws Exception {
    Asked first = ask(P0);
    answer(nextRequest(), P0).completeExceptionally(new NotLeaderOrFollowerException("moved"));
    assertThat(first.answer()).failsWithin(Duration.ofSeconds(20));

    Asked second = ask(P0);
    answer(nextRequest(), P0).complete(9L);
    assertThat(second.answer().get()).isEqualTo(9);
  }

  @Test
  void noAnswerInTimeIsNoAnswer() {
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> ends.of(P0, Deadline.in(Duration.ofMillis(1))));
  }

  private record Asked(Thread asker, CompletableFuture<Long> answer) {
    void untilItWaits() {
      while (asker.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private Asked ask(TopicPartition partition) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    Thread asker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer.complete(ends.of(partition, SOON));
                  } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                  }
                });
    return new Asked(asker, answer);
  }

  private Map<TopicPartition, CompletableFuture<Long>> nextRequest() throws InterruptedException {
    return Objects.requireNonNull(requests.poll(20, TimeUnit.SECONDS), "no request");
  }

  private static CompletableFuture<Long> answer(
      Map<TopicPartition, CompletableFuture<Long>> request, TopicPartition partition) {
    return Objects.requireNonNull(request.get(partition));
  }
}

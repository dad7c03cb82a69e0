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
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TimeoutException;
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

  private final SharedEndOffsets ends = new SharedEndOffsets(this::request, Duration.ofSeconds(20));

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
  void aPartitionThatIsNotAnsweredHoldsUpOnlyWhoAsksForIt() throws Exception {
    SharedEndOffsets soonLate = new SharedEndOffsets(this::request, Duration.ofMillis(1));
    Asked both = Asked.by(() -> soonLate.of(Set.of(P0, P1), SOON).get(P1));
    var stuck = nextRequest();
    answer(stuck, P1).complete(5L);

    // Again and again, while it is under way.
    for (long end = 6; end < 10; end++) {
      Asked other = Asked.by(() -> soonLate.of(P1, SOON));
      var request = nextRequest();
      assertThat(request.keySet()).containsExactly(P1);
      answer(request, P1).complete(end);
      assertThat(other.answer().get()).isEqualTo(end);
    }
    assertThat(soonLate.ofThoseKnown(Set.of(P0), Deadline.in(Duration.ofMillis(1)))).isEmpty();
    assertThat(requests).isEmpty();

    answer(stuck, P0).complete(1L);
    assertThat(both.answer().get()).isEqualTo(5);
    // Who asked for it meanwhile is not answered from that.
    answer(nextRequest(), P0).complete(2L);
  }

  @Test
  void whatIsKnownIsToldWithoutWhatIsNot() {
    SharedEndOffsets half =
        new SharedEndOffsets(
            partitions ->
                Map.of(P0, new CompletableFuture<>(), P1, CompletableFuture.completedFuture(5L)),
            Duration.ofMillis(1));
    assertThat(half.ofThoseKnown(Set.of(P0, P1), Deadline.in(Duration.ofMillis(20))))
        .containsExactly(Map.entry(P1, 5L));
  }

  @Test
  void aRequestThatTookTooLongIsFollowedByAnother() throws Exception {
    Asked asked = ask(P0);
    answer(nextRequest(), P0).completeExceptionally(new TimeoutException("hung"));
    answer(nextRequest(), P0).complete(7L);
    assertThat(asked.answer().get()).isEqualTo(7);
  }

  @Test
  void noAnswerInTimeIsNoAnswer() {
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> ends.of(P0, Deadline.in(Duration.ofMillis(1))));
  }

  private record Asked(Thread asker, CompletableFuture<Long> answer) {
    static Asked by(Supplier<Long> question) {
      CompletableFuture<Long> answer = new CompletableFuture<>();
      Thread asker =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answer.complete(question.get());
                    } catch (RuntimeException e) {
                      answer.completeExceptionally(e);
                    }
                  });
      return new Asked(asker, answer);
    }

    void untilItWaits() {
      while (asker.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private Asked ask(TopicPartition partition) {
    return Asked.by(() -> ends.of(partition, SOON));
  }

  private Map<TopicPartition, CompletableFuture<Long>> nextRequest() throws InterruptedException {
    return Objects.requireNonNull(requests.poll(20, TimeUnit.SECONDS), "no request");
  }

  private static CompletableFuture<Long> answer(
      Map<TopicPartition, CompletableFuture<Long>> request, TopicPartition partition) {
    return Objects.requireNonNull(request.get(partition));
  }
}

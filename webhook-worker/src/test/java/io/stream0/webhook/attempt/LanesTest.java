package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final int MOST = 16;
  private static final int MOST_OF_ONE = 8;
  private static final long CONTENT_BYTES = 1_000;
  private static final Duration FAST = Duration.ofMillis(1);
  private static final URI GOOD = URI.create("https://good.example/hook");

  private final Deque<Job> going = new ArrayDeque<>();
  private final Lanes lanes =
      new Lanes(new Lanes.Bounds(MOST, MOST_OF_ONE, CONTENT_BYTES), going::add);

  /** An attempt that was recorded at once. */
  private void done(Job job, boolean answered, Duration took) {
    lanes.done(job, answered, took);
    lanes.recorded();
  }

  private static URI dead(int number) {
    return URI.create("https://dead-" + number + ".example/hook");
  }

  @Test
  void endpointsThatNeverAnsweredLeaveAQuarter() {
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i + ".example/hook")));
    }
    assertThat(going).hasSize(MOST * 3 / 4);
  }

  @Test
  void aNewEndpointIsNotHeldUpByThoseThatDoNotAnswer() {
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, dead(i % 20)));
    }
    while (!going.isEmpty()) {
      done(going.remove(), false, Duration.ofSeconds(15));
    }
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, dead(i % 20)));
    }
    assertThat(going).hasSize(MOST / 2);
    assertThat(lanes.add(job(100, GOOD))).isTrue();
    assertThat(going.getLast().endpoint()).isEqualTo(Endpoint.of(GOOD));
  }

  @Test
  void anEndpointThatAnswersIsNotHeldUpByThose() {
    lanes.add(job(0, GOOD));
    done(going.remove(), true, FAST);
    for (int i = 1; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i + ".example/hook")));
    }
    going.clear();
    lanes.add(job(100, GOOD));
    assertThat(going).extracting(Job::endpoint).containsExactly(Endpoint.of(GOOD));
  }

  /** A step of a stop, with how long it may take. */
  private interface Step {
    void take(Duration most) throws InterruptedException;
  }

  /** Begins a step that has to wait for something; returns once it does. */
  private static Thread begin(Step step) {
    Thread stop =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    step.take(Duration.ofMinutes(10));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    return stop;
  }

  /** The next of an endpoint whose last attempt was prompt. */
  private Job underWay(int number, URI endpoint) {
    lanes.add(job(number, endpoint));
    done(going.remove(), true, FAST);
    lanes.add(job(number + 1, endpoint));
    return going.remove();
  }

  @Test
  void atAStopAPromptEndpointGoesOnOnceNothingOfBeforeIsLeftThere() throws Exception {
    Job hanging = underWay(0, dead(0));
    Job good = underWay(10, GOOD);
    Thread drain = begin(lanes::drain);
    lanes.add(job(20, GOOD));
    assertThat(going).isEmpty();
    done(good, true, FAST);
    assertThat(going).extracting(Job::endpoint).containsExactly(Endpoint.of(GOOD));
    lanes.add(job(21, dead(0)));
    assertThat(going).hasSize(1);
    assertThat(drain.isAlive()).isTrue();
    done(hanging, true, FAST);
    drain.join();
  }

  @Test
  void whatDidNotAnswerYetBeginsNothingAtAStop() throws Exception {
    Job good = underWay(0, GOOD);
    Thread drain = begin(lanes::drain);
    lanes.add(job(10, dead(0)));
    assertThat(going).isEmpty();
    done(good, true, FAST);
    drain.join();
  }

  @Test
  void afterTheDrainNothingBeginsAndNothingIsToBeRecorded() throws Exception {
    Job last = underWay(0, GOOD);
    lanes.drain(Duration.ZERO);
    lanes.add(job(10, GOOD));
    done(last, true, FAST);
    assertThat(going).isEmpty();
    assertThat(lanes.toRecord()).isFalse();
  }

  @Test
  void aStopWaitsUntilWhatIsOverIsRecorded() throws Exception {
    Job last = underWay(0, GOOD);
    lanes.drain(Duration.ZERO);
    lanes.done(last, true, FAST);
    Thread stop = begin(lanes::awaitRecorded);
    lanes.recorded();
    stop.join();
  }

  @Test
  void anEndpointThatTakesItsTimeCountsAsSilentAndDoesNotWiden() {
    List<Job> slow = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 4; i++) {
        lanes.add(job(round * 4 + i, URI.create("https://slow-" + i + ".example/hook")));
      }
      slow.addAll(going);
      going.clear();
      slow.forEach(job -> done(job, true, Duration.ofSeconds(14)));
      slow.clear();
    }
    for (int i = 0; i < 100; i++) {
      lanes.add(job(100 + i, URI.create("https://slow-" + i % 4 + ".example/hook")));
    }
    assertThat(going).hasSizeLessThanOrEqualTo(MOST / 2);
  }

  @Test
  void aLaneThatIsEmptiedKeepsItsWidth() {
    Endpoint endpoint = Endpoint.of(GOOD);
    int first = lanes.room(endpoint);
    for (int i = 0; i < 20; i++) {
      lanes.add(job(i, GOOD));
      done(going.remove(), true, FAST);
    }
    assertThat(going).isEmpty();
    assertThat(lanes.room(endpoint)).isGreaterThan(first);
  }

  @Test
  void oneThatIsWellAgainIsNotWaitedForAsBefore() {
    lanes.add(job(0, GOOD));
    done(going.remove(), true, Duration.ofSeconds(14));
    for (int i = 1; i < 8; i++) {
      lanes.add(job(i, GOOD));
    }
    Duration late = lanes.patience(Endpoint.of(GOOD));
    done(going.remove(), true, FAST);
    for (int i = 8; i < 40; i++) {
      lanes.add(job(i, GOOD));
    }
    assertThat(late).isGreaterThan(Duration.ofSeconds(1));
    assertThat(lanes.patience(Endpoint.of(GOOD))).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void whatIsInMemoryIsBoundedInAllAndTheDeadLeaveRoomInIt() {
    lanes.add(job(0, GOOD));
    done(going.remove(), true, FAST);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      refused += lanes.add(job(i, dead(i))) ? 0 : 1;
    }
    assertThat(lanes.held()).isEqualTo(4 * MOST * 3 / 4);
    assertThat(refused).isEqualTo(1_000 - lanes.held());
    assertThat(lanes.room(Endpoint.of(dead(5_000)))).isZero();
    assertThat(lanes.add(job(1_000, GOOD))).isTrue();
    assertThat(going.getLast().endpoint()).isEqualTo(Endpoint.of(GOOD));
  }

  @Test
  void anEndpointThatDoesNotAnswerHoldsLittle() {
    for (int i = 0; i < 8; i++) {
      lanes.add(job(i, dead(0)));
    }
    while (!going.isEmpty()) {
      done(going.remove(), false, Duration.ofSeconds(15));
    }
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, dead(0)));
    }
    assertThat(lanes.held()).isEqualTo(2);
  }

  @Test
  void whatContentsTakeIsBoundedAndALargerOneGoesAllTheSame() {
    assertThat(lanes.add(job(0, dead(0), 5_000))).isTrue();
    assertThat(lanes.add(job(1, dead(1), 1))).isFalse();
    assertThat(lanes.room(Endpoint.of(dead(1)))).isZero();
    done(going.remove(), true, FAST);
    assertThat(lanes.add(job(1, dead(1), 1))).isTrue();
  }

  @Test
  void theContentsForThoseThatNeverAnsweredLeaveRoomForTheOthers() {
    lanes.add(job(0, GOOD));
    done(going.remove(), true, FAST);
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, dead(i), 100));
    }
    assertThat(lanes.held()).isEqualTo(8);
    assertThat(lanes.add(job(100, GOOD, 100))).isTrue();
  }

  @Test
  void nothingBeginsWhileTooMuchWaitsToBeRecorded() {
    for (int i = 0; i < MOST; i++) {
      lanes.add(job(i, GOOD));
      lanes.done(going.remove(), true, FAST);
    }
    lanes.add(job(MOST, GOOD));
    assertThat(going).isEmpty();
    assertThat(lanes.toRecord()).isFalse();
    lanes.recorded();
    assertThat(going).hasSize(1);
    assertThat(lanes.toRecord()).isTrue();
    assertThat(lanes.toRecord()).isFalse();
  }

  @Test
  void whatIsSkippedMakesRoomAndSaysNothingOfItsEndpoint() {
    Endpoint endpoint = Endpoint.of(GOOD);
    int room = lanes.room(endpoint);
    lanes.add(job(0, GOOD));
    lanes.skipped(going.remove());
    assertThat(lanes.room(endpoint)).isEqualTo(room);
    assertThat(lanes.held()).isZero();
  }

  @Test
  void lanesTakeTurns() {
    for (int i = 0; i < 8; i++) {
      lanes.add(job(i, GOOD));
    }
    for (int i = 0; i < 8; i++) {
      lanes.add(job(100 + i, dead(0)));
    }
    for (int i = 0; i < 8; i++) {
      lanes.add(job(200 + i, dead(1)));
    }
    // All new: the last of them goes as soon as one of the others is over.
    assertThat(going).hasSize(MOST * 3 / 4);
    assertThat(going.getLast().endpoint()).isEqualTo(Endpoint.of(dead(1)));
  }

  private static Job job(int number, URI webhook, int bytes) {
    return Attempting.job(number, webhook, "x".repeat(bytes));
  }

  private static Job job(int number, URI webhook) {
    return Attempting.job(number, webhook, 1);
  }
}

package io.stream0.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.protocol.id.InvalidValueException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningAsksTest {
  private final RunningAsks asks = new RunningAsks();

  /** Waits until it is interrupted. */
  private static boolean isInterrupted() {
    try {
      return new CountDownLatch(1).await(50, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Test
  void oneThatWaitsIsCalledOff() throws Exception {
    RunningAsks.Running ask = asks.comes("a");
    CountDownLatch began = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () ->
                ask.answer(
                    () -> {
                      began.countDown();
                      return isInterrupted();
                    }));
    began.await();
    asks.callOff("a");
    assertThat(interrupted.get()).isTrue();
    assertThat(asks.size()).isZero();
  }

  @Test
  void oneThatIsCalledOffBeforeItsThreadBeganDoesNotWait() {
    RunningAsks.Running ask = asks.comes("a");
    asks.callOff("a");
    assertThat(ask.answer(RunningAsksTest::isInterrupted)).isTrue();
  }

  @Test
  void whatIsCalledOffIsNotTheNextAskOfTheThread() {
    RunningAsks.Running ask = asks.comes("a");
    asks.callOff("a");
    assertThat(ask.answer(() -> "answered all the same")).isEqualTo("answered all the same");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    asks.callOff("a");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void twoAtOnceHaveTwoIds() {
    RunningAsks.Running ask = asks.comes("a");
    assertThatThrownBy(() -> asks.comes("a")).isInstanceOf(InvalidValueException.class);
    assertThat(ask.answer(() -> 1)).isEqualTo(1);
    assertThat(asks.comes("a").answer(() -> 2)).isEqualTo(2);
  }
}

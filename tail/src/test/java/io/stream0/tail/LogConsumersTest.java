package io.stream0.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogConsumersTest {
  private static final String A = "a";
  private static final String B = "b";

  private final Deque<Consumer<byte[], byte[]>> made = new ArrayDeque<>();
  private final LogConsumers one = new LogConsumers(1, made::removeFirst);

  /** Neither stops nor closes. */
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing to guard
  private static final class Failing extends MockConsumer<byte[], byte[]> {
    Failing() {
      super("none");
    }

    @Override
    public void unsubscribe() {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void close(CloseOptions options) {
      throw new IllegalStateException("on purpose");
    }
  }

  private MockConsumer<byte[], byte[]> made() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    made.add(consumer);
    return consumer;
  }

  @Test
  void itIsKeptForWhomItReadAndGivenToAnotherWhereNoneIsLeft() {
    MockConsumer<byte[], byte[]> consumer = made();
    LogConsumer kept = one.take(A);
    one.putBack(A, kept);
    assertThat(one.take(A)).isSameAs(kept);
    one.putBack(A, kept);
    assertThat(one.take(B)).isSameAs(kept);
    one.putBack(B, kept);
    one.leave(A);
    assertThat(consumer.closed()).isFalse();
    one.leave(B);
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void whoComesWhileThatOfOneWhoLeavesIsBeingClosedGetsAnother() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch closes = new CountDownLatch(1);
    made.add(
        new MockConsumer<>("none") {
          @Override
          @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it waits
          public void close(CloseOptions options) {
            closing.countDown();
            try {
              closes.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    one.putBack(A, one.take(A));
    Thread leaves = Thread.ofPlatform().start(() -> one.leave(A));
    closing.await();
    made();
    one.putBack(B, one.take(B));
    closes.countDown();
    leaves.join();
    assertThat(made).isEmpty();
  }

  @Test
  void oneThatIsNotClosedAsItShouldBeTakesNobodysPlace() {
    made.add(new Failing());
    one.putBack(A, one.take(A));
    one.leave(A);
    made();
    one.putBack(B, one.take(B));
    assertThat(made).isEmpty();
  }

  @Test
  void oneThatDoesNotStopIsNotGivenToAnotherAndTakesNobodysPlace() {
    made.add(new Failing());
    one.putBack(A, one.take(A));
    assertThatThrownBy(() -> one.take(B)).hasMessage("on purpose");
    made();
    one.putBack(B, one.take(B));
    assertThat(made).isEmpty();
  }
}

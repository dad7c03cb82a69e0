package io.stream0.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Name servers of a test's own, some of which never answer. */
@Timeout(60)
class BoundedLookupTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  private InetAddress[] answer(String host) throws UnknownHostException {
    asked.computeIfAbsent(host, h -> new AtomicInteger()).incrementAndGet();
    begun.release();
    if (host.contains("dead")) {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (host.contains("nowhere")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private BoundedLookup lookup(Duration limit) {
    return new BoundedLookup(this::answer, limit);
  }

  private List<Future<InetAddress[]>> askFor(
      BoundedLookup lookup, int count, IntFunction<String> host) {
    List<Future<InetAddress[]>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = host.apply(i);
      Callable<InetAddress[]> call = () -> lookup.addresses(name);
      answers.add(callers.submit(call));
    }
    return answers;
  }

  @AfterEach
  void end() {
    over.countDown();
    callers.close();
  }

  @Test
  void oneThatTakesTooLongEndsAndIsNotBegunAgain() {
    try (BoundedLookup lookup = lookup(SHORT)) {
      assertUnknown(lookup, "dead.example", "not looked up in time");
      assertUnknown(lookup, "dead.example", "not looked up in time");
      assertThat(asked.get("dead.example")).hasValue(1);
    }
  }

  @Test
  void whoAsksForTheSameHostSharesTheAnswer() throws Exception {
    try (BoundedLookup lookup = lookup(LONG)) {
      List<Future<InetAddress[]>> first = askFor(lookup, 1, i -> "dead.example");
      begun.acquire();
      FutureTask<InetAddress[]> second = new FutureTask<>(() -> lookup.addresses("DEAD.example"));
      Thread waiting = Thread.ofPlatform().start(second);
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      over.countDown();
      assertThat(second.get()).containsExactly(first.getFirst().get());
      assertThat(asked.get("dead.example")).hasValue(1);
    }
  }

  @Test
  void aZoneWhoseServersAreDeadTakesFewOfTheThreads() throws Exception {
    try (BoundedLookup lookup = lookup(LONG)) {
      askFor(lookup, 200, i -> "h" + i + ".dead.example");
      begun.acquire(8);
      assertUnknown(lookup, "h200.dead.example", "too many names of dead.example");
      assertThat(lookup.addresses("new.example.org")).hasSize(1);
    }
  }

  @Test
  void allThatDoNotAnswerLeaveHalfToThoseThatDid() throws Exception {
    try (BoundedLookup lookup = lookup(LONG)) {
      assertThat(lookup.addresses("known.example.org")).hasSize(1);
      assertUnknown(lookup, "nowhere.example.org", "nowhere.example.org");
      askFor(lookup, 300, i -> "h.dead-" + i + ".example");
      begun.acquire(2 + 64);
      assertUnknown(lookup, "new.example.org", "too many names are being looked up");
      assertThat(lookup.addresses("known.example.org")).hasSize(1);
      assertUnknown(lookup, "nowhere.example.org", "nowhere.example.org");
      assertThat(lookup.addresses("127.0.0.1")).hasSize(1);
      assertThat(lookup.addresses("::1")).hasSize(1);
    }
  }

  @Test
  void whatWasTakenIsGivenBack() throws Exception {
    try (BoundedLookup lookup = lookup(LONG)) {
      List<Future<InetAddress[]>> answers = askFor(lookup, 8, i -> "h" + i + ".dead.example");
      begun.acquire(8);
      over.countDown();
      for (Future<InetAddress[]> answer : answers) {
        assertThat(answer.get()).hasSize(1);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(lookup.addresses("h" + i + ".dead.example")).hasSize(1);
      }
    }
  }

  private static void assertUnknown(BoundedLookup lookup, String host, String message) {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> lookup.addresses(host))
        .withMessageContaining(message);
  }
}

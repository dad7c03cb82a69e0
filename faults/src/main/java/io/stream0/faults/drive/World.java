package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Registered;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the workers of a run have in common. */
final class World {
  private static final int LIVE_THREADS = 8;
  private static final int MESSAGES_OF_A_THREAD = 100;

  /** Few, so that several workers come upon the same message at once. */
  private static final int UNREAD_AT_HAND = 32;

  private static final int MORTAL_OF = 8;

  /** Of the agents that stay, one of so many has a webhook. */
  private static final int HOOKED_OF = 2;

  private final List<AgentId> agents;
  private final List<AgentId> mortals;
  private final @Nullable Receiver receiver;
  private final int messages;
  private final AtomicInteger contents = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable MessageId> unread =
      new AtomicReferenceArray<>(UNREAD_AT_HAND);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean harmDone;

  /**
   * @param receiver of what webhooks are told; null if nobody has one
   */
  World(Plan plan, @Nullable Receiver receiver) {
    agents = named("agent-", plan.agents());
    mortals = named("mortal-", plan.mortals());
    messages = plan.messages();
    this.receiver = receiver;
  }

  private static List<AgentId> named(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> new AgentId(prefix + i)).toList();
  }

  List<AgentId> agents() {
    return agents;
  }

  List<AgentId> mortals() {
    return mortals;
  }

  List<AgentId> all() {
    return Stream.concat(agents.stream(), mortals.stream()).toList();
  }

  /** Those that have a webhook: some of the agents that stay. */
  List<AgentId> hooked() {
    return receiver == null
        ? List.of()
        : IntStream.range(0, agents.size())
            .filter(i -> i % HOOKED_OF == 0)
            .mapToObj(agents::get)
            .toList();
  }

  /** Registers an agent, with its webhook if it has one. */
  Answer<Registered> register(Caller by, AgentId agent) throws InterruptedException {
    if (receiver == null || !hooked().contains(agent)) {
      return by.register(agent);
    }
    return receiver.register(by, agent);
  }

  /** Any agent, now and then one that may be deleted. */
  AgentId anyone(RandomGenerator chances) {
    List<AgentId> from = chances.nextInt(MORTAL_OF) == 0 ? mortals : agents;
    return from.get(chances.nextInt(from.size()));
  }

  /** A thread of those that are talked in now. */
  ThreadId thread(RandomGenerator chances) {
    int round = accepted.get() / (MESSAGES_OF_A_THREAD * LIVE_THREADS);
    return new ThreadId("thread-" + (round * LIVE_THREADS + chances.nextInt(LIVE_THREADS)));
  }

  /** What no other message says. */
  String content(RandomGenerator chances) {
    return "message-" + contents.getAndIncrement() + " " + "x".repeat(chances.nextInt(200));
  }

  void accept() {
    accepted.incrementAndGet();
  }

  int accepted() {
    return accepted.get();
  }

  /** Puts a message where others will try to acknowledge it. */
  void offer(MessageId message, RandomGenerator chances) {
    unread.set(chances.nextInt(UNREAD_AT_HAND), message);
  }

  /** A message that may be unread; null for once. */
  @Nullable MessageId anyUnread(RandomGenerator chances) {
    return unread.get(chances.nextInt(UNREAD_AT_HAND));
  }

  /** What was to be done to the servers is done. */
  void noMoreHarm() {
    harmDone = true;
  }

  /** Something went wrong that is no answer of the server: the run cannot go on. */
  void fail(Throwable e) {
    failure.compareAndSet(null, e);
  }

  /**
   * Whether there is no more to do.
   *
   * @throws IllegalStateException if the run failed
   */
  boolean isDone() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("the run failed: " + failed.getMessage(), failed);
    }
    return harmDone && accepted.get() >= messages;
  }
}

package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Registered;
import io.stream0.protocol.id.AgentId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Many threads that use servers as agents do, while those are done harm. */
public final class Load implements AutoCloseable {
  private final Plan plan;
  private final World world;
  private final List<Caller> callers;
  private final ExecutorService workers;

  /**
   * @param callers by which they call, in turn; closed with this. The first one calls for those who
   *     delete agents too, hence must be patient
   */
  public Load(Plan plan, List<Caller> callers) {
    this(plan, callers, null);
  }

  /**
   * The same, where some of the agents have webhooks.
   *
   * @param receiver of what they are told; null if none has one
   */
  public Load(Plan plan, List<Caller> callers, @Nullable Receiver receiver) {
    this.plan = plan;
    this.world = new World(plan, receiver);
    this.callers = List.copyOf(callers);
    this.workers = Executors.newFixedThreadPool(plan.workers());
  }

  /** The agents that are used, once {@link #register} has registered them. */
  public List<AgentId> agents() {
    return world.all();
  }

  /** Those of them that have a webhook. */
  public List<AgentId> hooked() {
    return world.hooked();
  }

  /**
   * @param by whom to register them
   */
  public void register(Caller by) throws InterruptedException {
    for (AgentId agent : world.all()) {
      Answer<Registered> answer;
      do {
        answer = world.register(by, agent);
      } while (!(answer instanceof Answer.Done<?>));
    }
  }

  public void start() {
    for (int i = 0; i < plan.workers(); i++) {
      AgentId mortal = i < world.mortals().size() ? world.mortals().get(i) : null;
      Caller caller = mortal == null ? callers.get(i % callers.size()) : callers.getFirst();
      workers.execute(new Worker(world, caller, plan.chances(i + 1), "worker-" + i, mortal));
    }
  }

  /** How many messages were accepted. */
  public int accepted() {
    return world.accepted();
  }

  /**
   * @throws IllegalStateException if a worker has failed: not the server, the run
   */
  public void check() {
    boolean unused = world.isDone();
  }

  /** No more harm is done: once enough messages are accepted, it is over. */
  public void noMoreHarm() {
    world.noMoreHarm();
    workers.shutdown();
  }

  /** Whether all is done within a second. */
  public boolean isDoneSoon() throws InterruptedException {
    return workers.awaitTermination(1, TimeUnit.SECONDS);
  }

  /** The run cannot go on: workers are to end. */
  public void fail(Throwable why) {
    world.fail(why);
  }

  /** What came of asking a second time, by all of the callers. */
  public SecondTries secondTries() {
    return SecondTries.of(callers.stream().map(Caller::secondTries).toList());
  }

  /** Returns when nobody calls any more; whoever waits for a server must have been sent away. */
  @Override
  public void close() {
    workers.shutdownNow();
    callers.forEach(Caller::close);
  }
}

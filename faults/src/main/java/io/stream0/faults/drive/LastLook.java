package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Send;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Waits until no fold has anything left to do, and reads everything there is. */
public final class LastLook {
  private static final ThreadId THREAD = new ThreadId("settled");
  private static final int MAX_LIMIT = 1000;
  private static final int MOST_TRIES = 100;

  private LastLook() {}

  /**
   * Settles, and reads all.
   *
   * @param agents that are registered
   * @return from when on everything durable was visible
   */
  public static long at(Caller caller, Recorder recorder, List<AgentId> agents)
      throws InterruptedException {
    settle(caller, agents);
    long settled = System.nanoTime();
    readAll(caller, recorder, agents);
    return settled;
  }

  /**
   * Sends to every agent until that is answered 201: what came before it on the log of {@code
   * inbox} is then folded and in the log of {@code threads}, of which a read waits for the end.
   */
  public static void settle(Caller caller, List<AgentId> agents) throws InterruptedException {
    for (AgentId agent : agents) {
      settle(caller, agent);
    }
  }

  /** Reads every inbox, and every thread that was ever sent to, in full. */
  public static void readAll(Caller caller, Recorder recorder, List<AgentId> agents)
      throws InterruptedException {
    Set<View> views = new LinkedHashSet<>();
    for (AgentId agent : agents) {
      views.add(new View.OfInbox(agent));
    }
    for (Call call : recorder.calls()) {
      if (call instanceof Send send) {
        views.add(new View.OfThread(send.sending().thread()));
      }
    }
    for (View view : views) {
      readInFull(caller, view, Selection.ALL);
      if (view instanceof View.OfInbox) {
        readInFull(caller, view, Selection.UNREAD);
      }
    }
  }

  private static void settle(Caller caller, AgentId agent) throws InterruptedException {
    Sending sending =
        new Sending(
            agent, THREAD, agent, "settled " + agent, new IdempotencyKey("settled-" + agent));
    for (int i = 0; i < MOST_TRIES; i++) {
      if (caller.send(sending) instanceof Answer.Done<Accepted> accepted
          && accepted.said().visible()) {
        return;
      }
    }
    throw new IllegalStateException(
        "no 201 from %s (expected: one of %d)".formatted(agent, MOST_TRIES));
  }

  private static void readInFull(Caller caller, View view, Selection selection)
      throws InterruptedException {
    for (int i = 0; i < MOST_TRIES; i++) {
      Answer<Page> last = caller.scan(view, selection, MAX_LIMIT, Integer.MAX_VALUE, Duration.ZERO);
      if (last instanceof Answer.Done<Page> page && !page.said().more()) {
        return;
      }
    }
    throw new IllegalStateException(
        "%s was never answered in full (expected: one of %d times)".formatted(view, MOST_TRIES));
  }
}

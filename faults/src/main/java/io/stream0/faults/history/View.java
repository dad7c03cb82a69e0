package io.stream0.faults.history;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.ThreadId;

/** What can be read: messages in one order. */
public sealed interface View {
  /** The inbox of an agent. */
  record OfInbox(AgentId agent) implements View {
    @Override
    public String toString() {
      return "the inbox of " + agent;
    }
  }

  /** The history of a thread. */
  record OfThread(ThreadId thread) implements View {
    @Override
    public String toString() {
      return "the thread " + thread;
    }
  }
}

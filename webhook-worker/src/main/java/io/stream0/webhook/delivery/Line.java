package io.stream0.webhook.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Agents that wait for room at one endpoint, who is served longest ago first. */
final class Line {
  /** Null for those who have nowhere to be told. */
  final @Nullable Endpoint endpoint;

  final Queue<Agenda> agents = new ArrayDeque<>();

  /** When what had waited was last looked at. */
  Instant served = Instant.MIN;

  Line(@Nullable Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void add(Agenda agenda) {
    agents.add(agenda);
    agenda.line = this;
  }

  /** Whoever is next; there must be one. */
  Agenda remove() {
    Agenda agenda = agents.remove();
    agenda.line = null;
    return agenda;
  }
}

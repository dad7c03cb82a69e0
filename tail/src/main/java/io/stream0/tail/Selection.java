package io.stream0.tail;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.Recipient;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one watches: of one tenant what passes every filter; an empty one lets all pass.
 *
 * @param participant only what this life of an agent sent, received or acknowledged; null for all
 * @param agents messages that one of these sent or received, and what one of these acknowledged
 * @param threads only these threads
 * @param types only messages of these types, hence no acknowledgements
 */
public record Selection(
    TenantId tenant,
    @Nullable Incarnation participant,
    Set<AgentId> agents,
    Set<ThreadId> threads,
    Set<MessageType> types) {
  public Selection {
    agents = Set.copyOf(agents);
    threads = Set.copyOf(threads);
    types = Set.copyOf(types);
  }

  boolean takes(ThreadEvent event) {
    return event.thread().tenant().equals(tenant)
        && passes(threads, event.thread().thread())
        && switch (event) {
          case MessageAppended message -> takes(message);
          case StatusChanged change -> takes(change);
        };
  }

  private boolean takes(MessageAppended message) {
    return passes(types, message.type())
        && (passes(agents, message.from().id()) || passes(agents, message.to()))
        && (participant == null
            || participant.equals(message.from().incarnation())
            || participant.equals(message.toIncarnation()));
  }

  private boolean takes(StatusChanged change) {
    Recipient by = change.by();
    return types.isEmpty()
        && (agents.isEmpty() || (by != null && agents.contains(by.id())))
        && (participant == null || (by != null && participant.equals(by.incarnation())));
  }

  private static <T> boolean passes(Set<T> filter, T value) {
    return filter.isEmpty() || filter.contains(value);
  }
}

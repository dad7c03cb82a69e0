package io.stream0.api.events;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.caller.Caller;
import io.stream0.api.caller.Callers;
import io.stream0.api.http.QueryParameters;
import io.stream0.api.http.SingleHeader;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.problem.TooManyException;
import io.stream0.directory.Agent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.query.Deadline;
import io.stream0.tail.Admission;
import io.stream0.tail.Positions;
import io.stream0.tail.Selection;
import io.stream0.tail.Watching;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /events}: what is said, as it is said, as Server-Sent Events (WHATWG HTML, 9.2). Each
 * stream holds the virtual thread of its request.
 */
@RestController
public final class EventsController {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String AFTER = "after";

  private final Watching watching;
  private final AgentLookup agents;
  private final Callers callers;
  private final EventsProperties properties;
  private final Duration timeout;

  /**
   * @param timeout how long a caller waits for the stream to begin
   */
  EventsController(
      Watching watching,
      AgentLookup agents,
      Callers callers,
      EventsProperties properties,
      Duration timeout) {
    this.watching = watching;
    this.agents = agents;
    this.callers = callers;
    this.properties = properties;
    this.timeout = timeout;
  }

  @GetMapping("/events")
  void events(Caller caller, HttpServletRequest request, HttpServletResponse response) {
    Selection selection = selection(caller, QueryParameters.of(request));
    Positions from = from(request);
    if (HttpMethod.HEAD.matches(request.getMethod())) {
      EventStream.begin(response);
      return;
    }
    switch (watching.watch(selection, from, Deadline.in(timeout))) {
      case Admission.Admitted admitted ->
          new EventStream(response, admitted.subscription(), properties)
              .run(() -> isStill(caller, request));
      case Admission.TenantFull full ->
          throw new TooManyException(
              "streams: %d open (expected: at most %d of a tenant)"
                  .formatted(full.open(), properties.maxStreamsPerTenant()),
              properties.heartbeat());
      case Admission.Full full ->
          throw ProblemException.unavailable(
              "streams: %d open (expected: at most %d of an instance)"
                  .formatted(full.open(), properties.maxStreams()));
    }
  }

  private boolean isStill(Caller caller, HttpServletRequest request) {
    try {
      callers.requireStill(caller, request);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private Selection selection(Caller caller, QueryParameters parameters) {
    Agent agent = caller.agent();
    Set<AgentId> names = parameters.all("agent", AgentId::new);
    Set<ThreadId> threads = parameters.all("thread", ThreadId::new);
    Set<MessageType> types = parameters.all("type", MessageType::of);
    return new Selection(
        caller.tenant(),
        agent == null ? null : agent.incarnation(),
        names.stream()
            .map(name -> agents.idOf(caller.tenant(), name))
            .collect(Collectors.toUnmodifiableSet()),
        threads,
        types);
  }

  /**
   * The header is what a client sends by itself when it connects again, to the URL that it was
   * given: it counts before the parameter there. An empty one is none, as the standard has it.
   */
  private @Nullable Positions from(HttpServletRequest request) {
    Optional<String> last = SingleHeader.of(request, LAST_EVENT_ID).filter(id -> !id.isEmpty());
    String after = QueryParameters.of(request).value(AFTER);
    Positions given =
        after == null ? null : Positions.ofCursor(AFTER, after, watching.partitions());
    return last.map(id -> Positions.ofCursor(LAST_EVENT_ID, id, watching.partitions()))
        .orElse(given);
  }
}

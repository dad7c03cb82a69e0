package io.stream0.api.messages;

import io.stream0.api.caller.Caller;
import io.stream0.api.caller.Callers;
import io.stream0.api.caller.Credentials;
import io.stream0.api.http.Cursor;
import io.stream0.api.http.JsonAnswer;
import io.stream0.api.http.QueryParameters;
import io.stream0.api.http.RequestBody;
import io.stream0.api.http.SingleHeader;
import io.stream0.api.problem.ProblemException;
import io.stream0.container.Waits;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.Rfc3339;
import io.stream0.protocol.query.MessagePage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Inboxes and threads. */
@RestController
public final class MessageController {
  private final Sending sending;
  private final Acking acking;
  private final Reading reading;
  private final Callers callers;
  private final RequestBody body;
  private final Waits waits;

  MessageController(
      Sending sending,
      Acking acking,
      Reading reading,
      Callers callers,
      RequestBody body,
      Waits waits) {
    this.sending = sending;
    this.acking = acking;
    this.reading = reading;
    this.callers = callers;
    this.body = body;
    this.waits = waits;
  }

  @PostMapping("/agents/{id}/inbox")
  ResponseEntity<byte[]> send(Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    AgentId recipient = new AgentId(id);
    SendResult sent =
        sending.send(caller, recipient, SendRequest.of(caller, body.read(request), key(request)));
    return JsonAnswer.of(
        sent.visible() ? HttpStatus.CREATED : HttpStatus.ACCEPTED,
        json ->
            json.put("message_id", sent.id().value())
                .put("thread_id", sent.thread().value())
                .put("to", sent.to().value())
                .put("created_at", Rfc3339.format(sent.createdAt())));
  }

  /** Answers now, or waits apart. */
  @GetMapping("/agents/{id}/inbox")
  Object inbox(Caller caller, @PathVariable String id, HttpServletRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    Reading.InboxRequest wanted =
        new Reading.InboxRequest(
            parameters.status(),
            parameters.thread(),
            parameters.position(Cursor.INBOX, 0),
            parameters.limit(),
            parameters.timeout(),
            parameters.flag("peek"));
    AgentId agent = new AgentId(id);
    if (!wanted.timeout().isPositive()) {
      return JsonAnswer.of(reading.inbox(caller, agent, wanted), Cursor.INBOX);
    }
    Credentials shown = Credentials.of(request);
    return waits.apart(
        () -> {
          MessagePage page = reading.inbox(caller, agent, wanted);
          // What came while it waited is not for whoever may not read any more.
          callers.requireStill(caller, shown);
          return JsonAnswer.of(page, Cursor.INBOX);
        });
  }

  @PostMapping("/inbox/messages/{id}/ack")
  ResponseEntity<byte[]> ack(Caller caller, @PathVariable String id, HttpServletRequest request) {
    MessageId message = messageId(id);
    acking.ack(caller, message, key(request));
    return JsonAnswer.of(
        HttpStatus.OK, json -> json.put("status", "acked").put("message_id", message.value()));
  }

  /** What is no message id is the id of no message. */
  private static MessageId messageId(String id) {
    try {
      return new MessageId(id);
    } catch (InvalidValueException e) {
      throw ProblemException.notFound(String.valueOf(e.getMessage()));
    }
  }

  @GetMapping("/threads/{id}/messages")
  ResponseEntity<byte[]> thread(
      Caller caller, @PathVariable String id, HttpServletRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    return JsonAnswer.of(
        reading.thread(
            caller, new ThreadId(id), parameters.position(Cursor.THREAD, -1), parameters.limit()),
        Cursor.THREAD);
  }

  /** What a repeat of the request is told by; null where the caller gave nothing. */
  private static @Nullable IdempotencyKey key(HttpServletRequest request) {
    return SingleHeader.of(request, "Idempotency-Key").map(IdempotencyKey::new).orElse(null);
  }
}

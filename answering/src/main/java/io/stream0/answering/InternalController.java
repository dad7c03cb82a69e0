package io.stream0.answering;

import io.stream0.container.Waits;
import io.stream0.kafka.Installation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.AskCodec;
import io.stream0.protocol.wire.InternalCalls;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls of {@link InternalCalls}. Each is a virtual thread, which waits as long as it has to;
 * those that last have one that is not as deep.
 */
@RestController
public final class InternalController {
  private static final long LONGEST_WAIT_MS = 30_000;

  private final Installation installation;
  private final Answerer answerer;
  private final HeldHere held;
  private final RunningAsks running;
  private final Waits waits = new Waits();

  InternalController(
      Installation installation, Answerer answerer, HeldHere held, RunningAsks running) {
    this.installation = installation;
    this.answerer = answerer;
    this.held = held;
    this.running = running;
  }

  /**
   * Answers now, or waits apart.
   *
   * @return null where it is answered
   */
  @PostMapping(InternalCalls.ASK)
  @Nullable Object ask(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refuseOtherInstallations(request.getHeader(InternalCalls.INSTALLATION));
    Answerer.Asked asked = answerer.read(body(request));
    RunningAsks.Running ask = running.comes(asked.id());
    if (asked.lasts()) {
      return waits.apart(
          () ->
              ResponseEntity.ok()
                  .contentType(MediaType.APPLICATION_OCTET_STREAM)
                  .body(ask.answer(asked.answer()).bytes()));
    }
    AnswerCodec.Encoded answer = ask.answer(asked.answer());
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLength(answer.length());
    ServletOutputStream out = response.getOutputStream();
    out.write(answer.head());
    out.write(answer.messages());
    return null;
  }

  /** Who came by an address that another installation's service has now. */
  private void refuseOtherInstallations(@Nullable String asker) {
    if (!installation.id().equals(asker)) {
      throw new NotHeldException(
          "installation %s is asked of %s's".formatted(installation.id(), asker));
    }
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(AskCodec.MAX_BYTES + 1);
    if (body.length > AskCodec.MAX_BYTES) {
      throw new InvalidValueException(
          "ask", "more than " + AskCodec.MAX_BYTES + " bytes", "at most " + AskCodec.MAX_BYTES);
    }
    return body;
  }

  @DeleteMapping(InternalCalls.ASKS + "/{id}")
  void callOff(@PathVariable String id) {
    running.callOff(id);
  }

  @GetMapping(InternalCalls.HOLDINGS)
  void holdings(
      @RequestParam(InternalCalls.KNOWN) long known,
      @RequestParam(InternalCalls.WAIT_MS) long waitMs,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    if (waitMs < 0 || waitMs > LONGEST_WAIT_MS) {
      throw new InvalidValueException(
          InternalCalls.WAIT_MS, Long.toString(waitMs), "0 to " + LONGEST_WAIT_MS);
    }
    byte[] holdings = held.after(known, Duration.ofMillis(waitMs)).encode();
    response.setContentType("application/json");
    response.setContentLength(holdings.length);
    response.getOutputStream().write(holdings);
  }

  @ExceptionHandler
  void malformed(InvalidValueException e, HttpServletResponse response) throws IOException {
    Replies.plain(response, HttpServletResponse.SC_BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  void notHeld(NotHeldException e, HttpServletResponse response) throws IOException {
    Replies.plain(response, InternalCalls.MISDIRECTED, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  void unanswered(UnansweredException e, HttpServletResponse response) throws IOException {
    Replies.plain(
        response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
  }
}

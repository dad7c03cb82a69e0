package io.stream0.api.problem;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** The one place where what went wrong becomes an answer. */
@RestControllerAdvice
public final class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String SECONDS_TO_RETRY = "1";

  @ExceptionHandler
  ResponseEntity<byte[]> problem(ProblemException e) {
    return answer(e.problem(), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<byte[]> malformed(InvalidValueException e) {
    return answer(Problem.MALFORMED, String.valueOf(e.getMessage()));
  }

  /** A parameter without a name, a percent sign without its digits: the container parses them. */
  @ExceptionHandler
  ResponseEntity<byte[]> query(InvalidParameterException e, HttpServletRequest request) {
    return malformed(
        new InvalidValueException(
            "query",
            String.valueOf(request.getQueryString()),
            "name=value, percent-encoded, joined by &"));
  }

  @ExceptionHandler
  ResponseEntity<byte[]> unanswered(UnansweredException e) {
    log.warn("unanswered: {}", e.getMessage());
    return answer(Problem.UNAVAILABLE, "nobody could answer in time; try again");
  }

  @ExceptionHandler
  ResponseEntity<byte[]> outcomeUnknown(OutcomeUnknownException e) {
    log.warn("what came of it is not known: {}", e.getMessage());
    return answer(
        Problem.UNAVAILABLE,
        "it may have been sent, and what came of it is not known; a repeat sends another");
  }

  @ExceptionHandler
  ResponseEntity<byte[]> tooMany(TooManyException e) {
    return tooMany(String.valueOf(e.getMessage()), e.retryAfter());
  }

  @ExceptionHandler
  ResponseEntity<byte[]> busy(BusyException e) {
    return tooMany(String.valueOf(e.getMessage()), e.retryAfter());
  }

  /** Whole seconds, at least one, as RFC 9110 has it. */
  private static ResponseEntity<byte[]> tooMany(String error, Duration retryAfter) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(
        HttpHeaders.RETRY_AFTER,
        Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    return answer(Problem.TOO_MANY, error, headers);
  }

  @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
  ResponseEntity<byte[]> unknownPath(HttpServletRequest request) {
    return answer(Problem.NOT_FOUND, "no such path: " + request.getRequestURI());
  }

  @ExceptionHandler
  ResponseEntity<byte[]> method(HttpRequestMethodNotSupportedException e) {
    HttpHeaders headers = new HttpHeaders();
    if (e.getSupportedHttpMethods() != null) {
      headers.setAllow(e.getSupportedHttpMethods());
    }
    return answer(
        Problem.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)".formatted(e.getMethod(), headers.getFirst(HttpHeaders.ALLOW)),
        headers);
  }

  /** The body broke off: who may still be there is answered by {@link ContainerProblems}. */
  @ExceptionHandler
  void gone(IOException e) {
    log.debug("the caller has gone", e);
  }

  /** The container ends a wait: the server stops, or the wait has not ended by itself. */
  @ExceptionHandler
  ResponseEntity<byte[]> letGo(AsyncRequestTimeoutException e) {
    log.debug("a wait was ended by the container");
    return answer(
        Problem.UNAVAILABLE,
        "the wait was ended before its time, as when the server stops; try again");
  }

  @ExceptionHandler
  ResponseEntity<byte[]> fault(Exception e) {
    if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
      HttpStatusCode status = response.getStatusCode();
      String error = response.getBody().getDetail();
      return ResponseEntity.status(status)
          .header(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
          .body(
              ProblemJson.of(
                  status.value(),
                  String.valueOf(response.getBody().getTitle()),
                  error == null ? "malformed request" : error));
    }
    log.error("a call failed", e);
    return answer(Problem.FAULT, "something went wrong here; the server's log has it");
  }

  private static ResponseEntity<byte[]> answer(Problem problem, String error) {
    return answer(problem, error, new HttpHeaders());
  }

  private static ResponseEntity<byte[]> answer(Problem problem, String error, HttpHeaders headers) {
    headers.set(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
    if (problem == Problem.UNAVAILABLE) {
      headers.set(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
    }
    if (problem == Problem.UNAUTHENTICATED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .body(ProblemJson.of(problem.status(), problem.title(), error));
  }
}

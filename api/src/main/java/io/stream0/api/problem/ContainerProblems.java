package io.stream0.api.problem;

import io.stream0.protocol.id.InvalidValueException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What the servlet container refuses before any handler sees it, in the form of every other error:
 * a bad request line, an encoded slash in a path, a body that breaks off. Made by Tomcat, by its
 * class name.
 */
public final class ContainerProblems extends ErrorReportValve {
  private static final String EXPECTED =
      "request line and headers of HTTP/1.1, one Host, at most 8 KiB; a path from /, of"
          + " percent-encoded UTF-8, without %2F and %00";

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < HttpStatus.BAD_REQUEST.value()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    HttpStatus known = HttpStatus.resolve(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    byte[] body = ProblemJson.of(status, title, error(request, status));
    try {
      response.setContentType(ProblemJson.MEDIA_TYPE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      // The connection broke: nobody is there to tell.
      container.getLogger().debug("no answer to a refused request", e);
    }
  }

  private static String error(Request request, int status) {
    return switch (status) {
      case HttpServletResponse.SC_BAD_REQUEST -> malformed(request);
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED ->
          "method: %s (expected: one that this path has)".formatted(request.getMethod());
      case HttpServletResponse.SC_REQUEST_TIMEOUT ->
          "body: incomplete (expected: the rest of it, sooner)";
      case HttpServletResponse.SC_EXPECTATION_FAILED ->
          "Expect: not known here (expected: 100-continue)";
      case HttpServletResponse.SC_NOT_IMPLEMENTED ->
          "Transfer-Encoding: not known here (expected: chunked)";
      case HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED ->
          "protocol: not known here (expected: HTTP/1.1 or HTTP/1.0)";
      default ->
          status < HttpStatus.INTERNAL_SERVER_ERROR.value()
              ? "not acceptable here"
              : "something went wrong here; the server's log has it";
    };
  }

  private static String malformed(Request request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException) {
      return "body: broken off (expected: all that Content-Length says, or well-formed chunks)";
    }
    // There is none where the request line could not be read as far as that.
    String path = Objects.requireNonNullElse(request.getRequestURI(), "");
    return String.valueOf(
        new InvalidValueException("malformed request", path, EXPECTED).getMessage());
  }
}

package io.stream0.api.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What the servlet container refuses before any handler sees it, in the form of every other error:
 * a bad request line, an encoded slash in a path. Made by Tomcat, by its class name.
 */
public final class ContainerProblems extends ErrorReportValve {
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
    String error =
        status < HttpStatus.INTERNAL_SERVER_ERROR.value()
            ? "malformed request: not acceptable as HTTP or as a path here"
            : "something went wrong here; the server's log has it";
    byte[] body = ProblemJson.of(status, title, error);
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
}

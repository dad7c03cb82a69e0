package io.stream0.api.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Errors that are answered before a handler is found. */
public final class ProblemAnswer {
  private ProblemAnswer() {}

  public static void write(HttpServletResponse response, Problem problem, String error)
      throws IOException {
    byte[] body = ProblemJson.of(problem.status(), problem.title(), error);
    response.setStatus(problem.status());
    response.setContentType(ProblemJson.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

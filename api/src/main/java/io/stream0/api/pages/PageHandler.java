package io.stream0.api.pages;

import io.stream0.api.http.PageHeaders;
import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Answers with one file, whoever asks. A browser keeps it and asks each time whether it is still
 * the same, so that after an upgrade no old script meets a new page.
 */
final class PageHandler implements HttpRequestHandler {
  private static final String METHODS = "GET,HEAD,OPTIONS";

  /**
   * Scripts, styles, fonts and calls of this server alone; text that becomes markup or a script is
   * refused by the browser (Trusted Types).
   */
  private static final Map<String, String> HEADERS =
      PageHeaders.of(
          "script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src"
              + " 'self'; require-trusted-types-for 'script'; trusted-types 'none'");

  private final PageFile file;

  PageHandler(PageFile file) {
    this.file = file;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> show(request, response);
      case "OPTIONS" -> response.setHeader(HttpHeaders.ALLOW, METHODS);
      default -> {
        response.setHeader(HttpHeaders.ALLOW, METHODS);
        ProblemAnswer.write(
            response,
            Problem.METHOD_NOT_ALLOWED,
            "method: %s (expected: %s)".formatted(request.getMethod(), METHODS));
      }
    }
  }

  private void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HEADERS.forEach(response::setHeader);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (new ServletWebRequest(request, response).checkNotModified(file.etag())) {
      return;
    }
    byte[] content = file.plain();
    byte[] gzipped = file.gzipped();
    if (gzipped != null && takesGzip(request)) {
      content = gzipped;
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.setContentType(file.type().toString());
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  /** Every browser says it in so many words; whoever says it otherwise gets the plain form. */
  private static boolean takesGzip(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.matches("(?i)(.*,)?\\s*gzip\\s*(,.*)?");
  }
}

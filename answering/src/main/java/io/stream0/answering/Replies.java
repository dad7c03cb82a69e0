package io.stream0.answering;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Replies that are a sentence for a log, never for an agent. */
final class Replies {
  private Replies() {}

  static void plain(HttpServletResponse response, int status, String sentence) throws IOException {
    byte[] body = sentence.getBytes(UTF_8);
    response.setStatus(status);
    response.setContentType("text/plain;charset=UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

package io.stream0.api.problem;

import io.stream0.protocol.json.JsonWriter;

/**
 * The body of an error: {@code application/problem+json} (RFC 9457) with a member {@code error},
 * one plain sentence, which clients of the original Stream0 read.
 */
final class ProblemJson {
  static final String MEDIA_TYPE = "application/problem+json";

  private ProblemJson() {}

  static byte[] of(int status, String title, String error) {
    return JsonWriter.object(
        problem ->
            problem
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", error)
                .put("error", error));
  }
}

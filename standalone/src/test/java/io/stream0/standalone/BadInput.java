package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that is refused, and how.
 *
 * @param name what is wrong with it
 * @param status of the answer
 * @param told what its {@code error} must say: the value, and what was expected
 */
record BadInput(String name, RawRequest request, int status, List<String> told) {
  static BadInput of(String name, RawRequest request, int status, String... told) {
    return new BadInput(name, request, status, List.of(told));
  }

  /**
   * What the server says to it.
   *
   * @param key of the tenant under test; null for a server without keys
   */
  Answer answer(String url, @Nullable String key) throws IOException {
    try (Wire wire = Wire.to(url)) {
      return wire.sendAside(request.bytes(Wire.host(url), key)).answer();
    }
  }

  /** That it is refused as it must be, in the form of every error, to be read by a person. */
  void check(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("title").stringValue("")).isNotBlank();
    assertThat(answer.text("error")).contains(told).doesNotContain("Exception", "null pointer");
    switch (status) {
      case 401 -> assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      case 405 -> assertThat(answer.headers().firstValue("Allow")).isPresent();
      default -> assertThat(status).isBetween(400, 505);
    }
  }

  /** What every table of them can name. */
  record World(
      String key,
      String token,
      String tokenOfOther,
      String unread,
      String acked,
      String strangersKey,
      String strangersToken,
      String strangersMessage) {}
}

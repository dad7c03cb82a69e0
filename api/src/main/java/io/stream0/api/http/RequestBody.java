package io.stream0.api.http;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.protocol.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/**
 * Request bodies: JSON whatever the content type says, since {@code curl -d} says it is a form.
 * Read from the raw stream: a framework would decode a form, and change {@code + % &}.
 */
public final class RequestBody {
  private final int maxBytes;

  /**
   * @param maxBytes the largest body that is read
   */
  public RequestBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The body's members. */
  public JsonObject read(HttpServletRequest request) throws IOException {
    refuseEncoded(request);
    if (request.getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw tooLarge();
    }
    return JsonObject.parse("body", body);
  }

  private static void refuseEncoded(HttpServletRequest request) {
    for (String encoding : Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING))) {
      if (!encoding.equalsIgnoreCase("identity")) {
        throw new ProblemException(
            Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding: " + encoding + " (expected: none)");
      }
    }
    String type = request.getContentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      throw new ProblemException(
          Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type: " + type + " (expected: JSON)");
    }
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.TOO_LARGE, "body: too large (expected: at most " + maxBytes + " bytes)");
  }
}

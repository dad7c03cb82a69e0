package io.stream0.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.query.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;

/**
 * Request bodies: JSON whatever the content type says, since {@code curl -d} says it is a form.
 * Read from the raw stream: a framework would decode a form, and change {@code + % &}.
 */
public final class RequestBody {
  private static final String BODY = "body";
  private static final byte[] NO_MEMBERS = "{}".getBytes(UTF_8);
  private static final int CHUNK_BYTES = 8 * 1024;

  /** Who takes longer over a body is asked again who they are. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final int maxBytes;
  private final Duration timeout;
  private final Consumer<HttpServletRequest> stillValid;

  /**
   * @param maxBytes the largest body that is read
   * @param timeout for all of it; between one byte and the next the container has its own
   * @param stillValid throws where a key or token that a request shows is not valid any more: it
   *     may have been revoked while the body came
   */
  public RequestBody(int maxBytes, Duration timeout, Consumer<HttpServletRequest> stillValid) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.stillValid = stillValid;
  }

  /** The body's members. */
  public JsonObject read(HttpServletRequest request) throws IOException {
    return JsonObject.parse(BODY, bytes(request));
  }

  /**
   * The same of a body that may be left out, and has no members then: of calls that make keys,
   * where who calls is always asked again.
   */
  public JsonObject readIfAny(HttpServletRequest request) throws IOException {
    byte[] bytes = bytes(request);
    stillValid.accept(request);
    return JsonObject.parse(BODY, bytes.length == 0 ? NO_MEMBERS : bytes);
  }

  private byte[] bytes(HttpServletRequest request) throws IOException {
    refuseEncoded(request);
    if (request.getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    long began = System.nanoTime();
    byte[] bytes = bytes(request.getInputStream());
    if (System.nanoTime() - began > SOON.toNanos()) {
      stillValid.accept(request);
    }
    return bytes;
  }

  private byte[] bytes(InputStream in) throws IOException {
    Deadline deadline = Deadline.in(timeout);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    int read = in.read(chunk);
    while (read >= 0) {
      body.write(chunk, 0, read);
      if (body.size() > maxBytes) {
        throw tooLarge();
      }
      if (deadline.nanosLeft() <= 0) {
        throw new ProblemException(
            Problem.TOO_SLOW,
            "body: incomplete after %d ms (expected: the rest of it, sooner)"
                .formatted(timeout.toMillis()));
      }
      read = in.read(chunk);
    }
    return body.toByteArray();
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

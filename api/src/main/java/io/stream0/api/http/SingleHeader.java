package io.stream0.api.http;

import io.stream0.protocol.id.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Headers that may stand once. One that is given twice is refused: which was meant? */
public final class SingleHeader {
  private SingleHeader() {}

  /**
   * @return empty where the header is not there
   */
  public static Optional<String> of(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw new InvalidValueException(name, values.size() + " times", "once");
    }
    return values.stream().findFirst();
  }
}

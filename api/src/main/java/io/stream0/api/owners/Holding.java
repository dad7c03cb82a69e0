package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holdings;
import java.net.http.HttpClient;

/** Reads what whoever answers at an address says it holds. */
final class Holding {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int SHOWN = 200;

  private Holding() {}

  /**
   * @throws NoProcessorException if it is no processor, or of another installation
   */
  static Holdings of(
      ProcessorAddress address, HttpClient.Version version, int status, byte[] body) {
    if (status == UNAUTHORIZED) {
      throw new NoProcessorException(
          address, "refuses our bearer", "a processor with the same stream0.secret");
    }
    if (status != OK) {
      throw new NoProcessorException(
          address,
          "answered %d %s".formatted(status, shown(body)),
          "a processor (its stream0.processor.server.port)");
    }
    if (version != HttpClient.Version.HTTP_2) {
      throw new NoProcessorException(address, "speaks " + version, "a processor, over HTTP/2");
    }
    try {
      return Holdings.decode(body);
    } catch (InvalidValueException e) {
      throw new NoProcessorException(
          address, "answered %s".formatted(shown(body)), "what a processor holds");
    }
  }

  private static String shown(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, SHOWN), UTF_8);
    return text.replaceAll("\\s+", " ").strip();
  }
}

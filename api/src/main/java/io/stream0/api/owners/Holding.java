package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holdings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Reads what whoever answers at an address says it holds. What a processor could answer too while
 * it starts, stops or is cut off says nothing, and is waited out; only what none of this
 * installation can answer, ever, makes it no processor.
 */
final class Holding {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;
  private static final int SHOWN = 200;

  /** Connections break whoever is at their end. */
  private static final List<Class<? extends Throwable>> BROKEN =
      List.of(EOFException.class, SocketException.class, ClosedChannelException.class);

  private Holding() {}

  /**
   * @throws NoProcessorException if it is no processor, or of another installation
   * @throws IOException if it could not say
   */
  static Holdings of(ProcessorAddress address, HttpClient.Version version, int status, byte[] body)
      throws IOException {
    if (status >= SERVER_ERROR) {
      throw new IOException("answered %d %s".formatted(status, shown(body)));
    }
    if (status == UNAUTHORIZED) {
      throw new NoProcessorException(
          address, "refuses our bearer", "a processor with the same stream0.secret");
    }
    if (status != OK) {
      throw new NoProcessorException(
          address,
          "answered %d %s".formatted(status, shown(body)),
          status == BAD_REQUEST
              ? "a processor; one that asks for TLS is reached by stream0.processors-ssl-bundle"
              : "a processor (its stream0.processor.server.port)");
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

  /**
   * @param failure of a call
   * @throws NoProcessorException if none to a processor of this installation can fail so
   */
  static void refuseWhatIsNone(ProcessorAddress address, IOException failure) {
    if (isAny(failure, BROKEN)) {
      return;
    }
    if (isAny(failure, List.of(SSLException.class))) {
      throw new NoProcessorException(
          address,
          "and this api do not agree on TLS: " + failure.getMessage(),
          "a processor with server.ssl.bundle, its certificate trusted by the bundle in"
              + " stream0.processors-ssl-bundle; with server.ssl.client-auth, also one of ours"
              + " that it trusts");
    }
    if (isAny(failure, List.of(ProtocolException.class))) {
      throw new NoProcessorException(
          address, "does not speak HTTP: " + failure.getMessage(), "a processor, over HTTP/2");
    }
  }

  private static boolean isAny(Throwable failure, List<Class<? extends Throwable>> kinds) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
  }
}

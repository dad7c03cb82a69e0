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
 * Reads what whoever answers at an address says it holds. What one that is looked for could answer
 * too while it starts, stops or is cut off says nothing, and is waited out; only what none of this
 * installation can answer, ever, makes it something else.
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
   * @throws NotTheHolderException if it is none, or of another installation
   * @throws IOException if it could not say
   */
  static Holdings of(HolderAddress address, HttpClient.Version version, int status, byte[] body)
      throws IOException {
    String noun = address.holder().noun();
    if (status >= SERVER_ERROR) {
      throw new IOException("answered %d %s".formatted(status, shown(body)));
    }
    if (status == UNAUTHORIZED) {
      throw new NotTheHolderException(
          address, "refuses our bearer", "a %s with the same stream0.secret".formatted(noun));
    }
    if (status != OK) {
      throw new NotTheHolderException(
          address,
          "answered %d %s".formatted(status, shown(body)),
          status == BAD_REQUEST
              ? "a %s; one that asks for TLS is reached by %s-ssl-bundle"
                  .formatted(noun, address.holder().addresses())
              : "a %s (its %s.port)".formatted(noun, address.holder().server()));
    }
    if (version != HttpClient.Version.HTTP_2) {
      throw new NotTheHolderException(
          address, "speaks " + version, "a %s, over HTTP/2".formatted(noun));
    }
    try {
      return Holdings.decode(body);
    } catch (InvalidValueException e) {
      throw new NotTheHolderException(
          address, "answered %s".formatted(shown(body)), "what a %s holds".formatted(noun));
    }
  }

  private static String shown(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, SHOWN), UTF_8);
    return text.replaceAll("\\s+", " ").strip();
  }

  /**
   * @param failure of a call
   * @throws NotTheHolderException if none to what is looked for can fail so
   */
  static void refuseWhatIsNone(HolderAddress address, IOException failure) {
    if (isAny(failure, BROKEN)) {
      return;
    }
    String noun = address.holder().noun();
    if (isAny(failure, List.of(SSLException.class))) {
      throw new NotTheHolderException(
          address,
          "and this api do not agree on TLS: " + failure.getMessage(),
          ("a %s with server.ssl.bundle, its certificate trusted by the bundle in"
                  + " %s-ssl-bundle; with server.ssl.client-auth, also one of ours"
                  + " that it trusts")
              .formatted(noun, address.holder().addresses()));
    }
    if (isAny(failure, List.of(ProtocolException.class))) {
      throw new NotTheHolderException(
          address,
          "does not speak HTTP: " + failure.getMessage(),
          "a %s, over HTTP/2".formatted(noun));
    }
  }

  private static boolean isAny(Throwable failure, List<Class<? extends Throwable>> kinds) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
  }
}

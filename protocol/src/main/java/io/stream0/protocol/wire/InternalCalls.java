package io.stream0.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one service to another, over HTTP/2. Each shows, as a bearer, what derives from the
 * secret that all services of an installation share.
 *
 * <ul>
 *   <li>{@code POST /internal/ask}: an {@link Ask}, or of a webhook worker a {@link WebhookAsk}.
 *       200 its answer; 421 the partition is not held here (any more), or is another
 *       installation's; 503 it could not be answered in time.
 *   <li>{@code DELETE /internal/asks/{id}}: nobody waits for the answer any more.
 *   <li>{@code GET /internal/holdings?known=V&wait_ms=N}: the {@link Holdings}, at once if their
 *       version is not V, else when it changes or the wait is over; V is -1 for none.
 * </ul>
 *
 * <p>400 the call is malformed; 401 the bearer is not of this installation.
 */
public final class InternalCalls {
  public static final String ASK = "/internal/ask";
  public static final String ASKS = "/internal/asks";
  public static final String HOLDINGS = "/internal/holdings";
  public static final String KNOWN = "known";
  public static final String WAIT_MS = "wait_ms";

  public static final String AUTHORIZATION = "Authorization";

  /** The name of the asker's installation: two, on two clusters, may have one secret. */
  public static final String INSTALLATION = "Stream0-Installation";

  /** RFC 9110, 15.5.20: asked of who is not the one to answer. */
  public static final int MISDIRECTED = 421;

  private static final String BEARER = "Bearer ";
  private static final int HIGHEST_PORT = 65_535;

  private final String bearer;

  public InternalCalls(Secret secret) {
    byte[] mac = Secret.mac(secret.keyFor("internal calls"), "stream0".getBytes(UTF_8));
    this.bearer = BEARER + HexFormat.of().formatHex(mac);
  }

  /** Whether a URL can lead to this {@code host:port}; an IPv6 address has brackets (RFC 3986). */
  public static boolean isAddress(String hostAndPort) {
    try {
      URI uri = new URI("http://" + hostAndPort);
      return uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPort() <= HIGHEST_PORT
          && hostAndPort.equals(uri.getHost() + ":" + uri.getPort());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What the caller shows in {@link #AUTHORIZATION}. */
  public String bearer() {
    return bearer;
  }

  /** Whether a caller has shown it; takes as long whatever was shown. */
  public boolean isOurs(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(bearer.getBytes(UTF_8), authorization.getBytes(UTF_8));
  }
}

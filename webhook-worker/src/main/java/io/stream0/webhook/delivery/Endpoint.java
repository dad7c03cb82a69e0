package io.stream0.webhook.delivery;

import java.net.URI;
import java.util.Locale;

/** Who answers: webhooks of one scheme, host and port share what it can bear. */
public record Endpoint(String scheme, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  public static Endpoint of(URI webhook) {
    String scheme = webhook.getScheme().toLowerCase(Locale.ROOT);
    int port = webhook.getPort();
    int usual = scheme.equals("https") ? HTTPS : HTTP;
    return new Endpoint(
        scheme, webhook.getHost().toLowerCase(Locale.ROOT), port < 0 ? usual : port);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
